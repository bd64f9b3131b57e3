package dev.spillway.server.http;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The file {@code docs/specs/openapi.yaml}, against which answers can be held. */
final class ApiDocument {
  static final Path FILE = Path.of("").toAbsolutePath().resolveSibling("docs/specs/openapi.yaml");

  /** Methods that an item of {@code paths} can have. */
  private static final List<String> METHODS = List.of("get", "post", "patch", "delete", "put");

  /** Headers that HTTP brings along, and the two that the file describes for all answers. */
  private static final Set<String> USUAL_HEADERS =
      Set.of(
          "date",
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "cache-control",
          "x-content-type-options");

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ObjectNode root;
  private final Map<JsonNode, Schema> known = new HashMap<>();

  ApiDocument(ObjectNode root) {
    this.root = root;
  }

  static ApiDocument ofProject() {
    return new ApiDocument(read());
  }

  /** The file's tree, which the caller may change. */
  static ObjectNode read() {
    try {
      return (ObjectNode) new YAMLMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One method of one path, with the parameters of both. */
  record Operation(String method, String path, JsonNode json, List<JsonNode> parameters) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  ObjectNode root() {
    return root;
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode json = path.getValue().path(method);
        if (json.isObject()) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(p -> parameters.add(resolved(p)));
          json.path("parameters").forEach(p -> parameters.add(resolved(p)));
          all.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), json, parameters));
        }
      }
    }
    return all;
  }

  Operation operation(String method, String path) {
    return operations().stream()
        .filter(operation -> operation.method().equals(method) && operation.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("openapi.yaml has no " + method + " " + path));
  }

  /** What a reference stands for. */
  JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    if (!reference.isString()) {
      return node;
    }
    JsonNode found = root.at(reference.asString().substring(1));
    if (found.isMissingNode()) {
      throw new AssertionError("openapi.yaml has no " + reference.asString());
    }
    return resolved(found);
  }

  /** What of {@code answer} the file does not have for this operation. */
  List<String> complaints(Operation operation, ApiAnswer answer) {
    JsonNode responses = operation.json().path("responses");
    JsonNode response = responses.path(Integer.toString(answer.status()));
    if (response.isMissingNode()) {
      response = responses.path("default");
    }
    return response.isMissingNode()
        ? List.of(operation + ": status " + answer.status() + " is not described")
        : complaints(operation.toString(), resolved(response), answer);
  }

  /** What of {@code answer} is not as {@code response} says. */
  List<String> complaints(String call, JsonNode response, ApiAnswer answer) {
    String place = call + " " + answer.status() + ": ";
    List<String> complaints = new ArrayList<>();
    headers(response.path("headers"), answer, place, complaints);
    JsonNode content = response.path("content").path(answer.mediaType());
    if (content.isMissingNode()) {
      complaints.add(place + "media type " + answer.mediaType() + " is not described");
    } else {
      JsonNode body =
          answer.mediaType().endsWith("json")
              ? JsonMapper.shared().readTree(answer.body())
              : JsonMapper.shared().valueToTree(answer.body());
      mistakes(content.path("schema"), body).forEach(m -> complaints.add(place + m));
    }
    return complaints;
  }

  private void headers(
      JsonNode described, ApiAnswer answer, String place, List<String> complaints) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : described.properties()) {
      String name = entry.getKey().toLowerCase(Locale.ROOT);
      names.add(name);
      JsonNode header = resolved(entry.getValue());
      String value = answer.headers().get(name);
      if (value != null) {
        boolean number = header.path("schema").path("type").asString("").equals("integer");
        JsonNode json =
            JsonMapper.shared().valueToTree(number ? (Object) Long.valueOf(value) : value);
        mistakes(header.path("schema"), json).forEach(m -> complaints.add(place + name + m));
      } else if (header.path("required").asBoolean()) {
        complaints.add(place + "header " + name + " is missing");
      }
    }
    for (String name : answer.headers().keySet()) {
      if (!names.contains(name) && !USUAL_HEADERS.contains(name)) {
        complaints.add(place + "header " + name + " is not described");
      }
    }
  }

  /** What of {@code value} is not as {@code schema} says. */
  List<String> mistakes(JsonNode schema, JsonNode value) {
    return known.computeIfAbsent(schema, this::compiled).validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  /** References are looked up from the root of what is compiled, so the components go with it. */
  private Schema compiled(JsonNode schema) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", root.path("components"));
    return SCHEMAS.getSchema(whole);
  }
}
