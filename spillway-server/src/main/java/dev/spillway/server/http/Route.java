package dev.spillway.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path, in which {@code {queue}} stands for any segment, and who answers.
 *
 * @param access what it asks of the caller; there is no route that leaves this open
 */
record Route(String method, List<String> pattern, Access access, Endpoint endpoint) {
  private static final String QUEUE = "{queue}";

  static Route get(String path, Access access, Endpoint endpoint) {
    return new Route("GET", segments(path), access, endpoint);
  }

  static Route post(String path, Access access, Endpoint endpoint) {
    return new Route("POST", segments(path), access, endpoint);
  }

  static Route patch(String path, Access access, Endpoint endpoint) {
    return new Route("PATCH", segments(path), access, endpoint);
  }

  static Route delete(String path, Access access, Endpoint endpoint) {
    return new Route("DELETE", segments(path), access, endpoint);
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  /** The path as it was given. */
  String path() {
    return String.join("/", pattern);
  }

  /** The queue that {@code path} names, empty if the pattern has none; null if it doesn't match. */
  @Nullable String match(List<String> path) {
    if (path.size() != pattern.size()) {
      return null;
    }
    String queue = "";
    for (int index = 0; index < path.size(); index++) {
      if (pattern.get(index).equals(QUEUE)) {
        queue = path.get(index);
      } else if (!pattern.get(index).equals(path.get(index))) {
        return null;
      }
    }
    return queue;
  }

  /** Whether the route answers {@code asked}; what answers GET answers HEAD too. */
  boolean hasMethod(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }

  /** The methods as the header {@code Allow} lists them. */
  String allow() {
    return method.equals("GET") ? "GET, HEAD" : method;
  }
}
