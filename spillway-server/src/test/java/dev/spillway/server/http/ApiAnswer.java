package dev.spillway.server.http;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came back for a call.
 *
 * @param headers by their names in lower case
 */
record ApiAnswer(int status, Map<String, String> headers, String body) {
  static ApiAnswer of(HttpResponse<?> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return new ApiAnswer(
        response.statusCode(), headers, response.body() instanceof String text ? text : "");
  }

  /** An answer as it came over the wire. */
  static ApiAnswer ofRaw(String text) {
    List<String> parts = List.of(text.split("\r\n\r\n", 2));
    List<String> lines = List.of(parts.get(0).split("\r\n", -1));
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String status = lines.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
    return new ApiAnswer(Integer.parseInt(status), headers, parts.size() < 2 ? "" : parts.get(1));
  }

  /** The media type without its parameters. */
  String mediaType() {
    return headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
  }
}
