package dev.spillway.server.sink;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {"refused":[{"id":…,"reason":…}]}}. */
final class RefusedEvents {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RefusedEvents() {}

  /** Reasons by id; empty when {@code body} is anything else than such an answer. */
  static Map<String, String> of(byte[] body) {
    Map<String, String> reasons = new HashMap<>();
    JsonNode answer = parsed(body);
    for (JsonNode entry : answer.path("refused")) {
      JsonNode id = entry.path("id");
      if (id.isString() || id.isNumber()) {
        JsonNode reason = entry.path("reason");
        reasons.put(id.asString(), reason.isString() ? reason.asString() : "refused by the sink");
      }
    }
    return reasons;
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }
}
