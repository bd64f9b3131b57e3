package dev.spillway.server.http;

import dev.spillway.server.http.ApiDocument.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls that the examples of the API's description make. */
final class ApiCalls {
  private ApiCalls() {}

  /** A call under a name that tells which examples it is made of. */
  record Call(String name, HttpRequest.Builder request) {}

  /** A call of {@code operation} for each example of its body, or one that has no body. */
  static List<Call> of(Operation operation, URI gateway) {
    List<Call> calls = new ArrayList<>();
    JsonNode content = operation.json().path("requestBody").path("content");
    if (content.isMissingNode()) {
      calls.add(new Call(operation.toString(), request(operation, gateway, none(), null)));
    }
    for (Map.Entry<String, JsonNode> type : content.properties()) {
      for (Map.Entry<String, JsonNode> example : type.getValue().path("examples").properties()) {
        JsonNode value = example.getValue().path("value");
        String text =
            type.getKey().endsWith("json") && !value.isString()
                ? value.toString()
                : value.asString();
        calls.add(
            new Call(
                operation + " " + type.getKey() + " " + example.getKey(),
                request(operation, gateway, BodyPublishers.ofString(text), type.getKey())));
      }
    }
    return calls;
  }

  private static BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  private static HttpRequest.Builder request(
      Operation operation, URI gateway, BodyPublisher body, @Nullable String type) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asString();
      JsonNode example = parameter.path("example");
      switch (parameter.path("in").asString()) {
        case "path" -> path = path.replace("{" + name + "}", example.asString());
        case "header" -> {
          if (!example.isMissingNode()) {
            headers.put(name, example.asString());
          }
        }
        default -> query.addAll(pairs(name, example));
      }
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                gateway.resolve(path + (query.isEmpty() ? "" : "?" + String.join("&", query))))
            .method(operation.method(), body);
    headers.forEach(request::header);
    return type == null ? request : request.header("Content-Type", type);
  }

  private static List<String> pairs(String name, JsonNode example) {
    List<String> pairs = new ArrayList<>();
    if (example.isArray()) {
      example.forEach(item -> pairs.addAll(pairs(name, item)));
    } else if (!example.isMissingNode()) {
      pairs.add(name + "=" + URLEncoder.encode(example.asString(), StandardCharsets.UTF_8));
    }
    return pairs;
  }
}
