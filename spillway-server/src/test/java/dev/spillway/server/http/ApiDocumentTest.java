package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Zone;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.Strategy;
import dev.spillway.server.http.ApiDocument.Operation;
import dev.spillway.server.security.Scope;
import dev.spillway.server.telemetry.QueueHealth;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API, held against OpenAPI's own rules and against the classes. */
class ApiDocumentTest {
  private final ApiDocument document = ApiDocument.ofProject();

  @Test
  void document_isOpenApi31() {
    assertThat(mistakesOf(document.root())).isEmpty();
  }

  @Test
  void document_withAKeyThatOpenApiDoesNotKnow_isFoundOut() {
    ObjectNode doctored = ApiDocument.read();
    ((ObjectNode) doctored.path("info")).put("titel", "Spillway");

    assertThat(mistakesOf(doctored)).anySatisfy(mistake -> assertThat(mistake).contains("titel"));
  }

  /** What a reader of such documents, written by others, finds wrong with one. */
  private static List<String> mistakesOf(JsonNode root) {
    return new OpenAPIV3Parser().readContents(root.toString()).getMessages();
  }

  @Test
  void document_hasOnlySchemasThatAreSchemas() {
    List<String> mistakes = new ArrayList<>();
    JsonNode meta =
        JsonMapper.shared().readTree("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
    for (JsonNode schema : allNamed("schema", document.root(), new ArrayList<>())) {
      mistakes.addAll(document.mistakes(meta, schema));
    }
    for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
      document
          .mistakes(meta, schema.getValue())
          .forEach(mistake -> mistakes.add(schema.getKey() + mistake));
    }

    assertThat(mistakes).isEmpty();
  }

  @Test
  void document_hasWhatItRefersTo_andRefersToWhatItHas() {
    List<String> references = new ArrayList<>();
    for (JsonNode reference : allNamed("$ref", document.root(), new ArrayList<>())) {
      references.add(reference.asString());
      assertThat(document.root().at(reference.asString().substring(1)).isMissingNode())
          .as(reference.asString())
          .isFalse();
    }
    List<String> unused = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : document.root().path("components").properties()) {
      for (Map.Entry<String, JsonNode> component : kind.getValue().properties()) {
        unused.add("#/components/" + kind.getKey() + "/" + component.getKey());
      }
    }
    unused.removeAll(references);
    unused.remove("#/components/securitySchemes/key"); // which operations name without a path
    assertThat(unused)
        .as("only the answers to what is not in the file are referred to by nothing")
        .containsExactlyInAnyOrder(
            "#/components/responses/UnknownPath", "#/components/responses/WrongMethod");
  }

  @Test
  void document_isStrict_whereTheShapeIsFixed() {
    List<String> loose = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
      JsonNode json = schema.getValue();
      if (json.has("properties")
          && !json.has("additionalProperties")
          && !json.has("unevaluatedProperties")) {
        loose.add(schema.getKey());
      }
    }
    assertThat(loose).as("these need additionalProperties").containsExactly("Problem");
  }

  @Test
  void document_hasTheRoutesOfTheServer_andNoOthers() {
    try (TestServer server =
        new TestServer(TestServer.served(EventQueue.builder("default").build()))) {
      assertThat(document.operations().stream().map(Operation::toString))
          .as("operations of docs/specs/openapi.yaml, and routes of HttpServer")
          .containsExactlyInAnyOrderElementsOf(
              server.server.routes().stream()
                  .map(route -> route.method() + " " + route.path())
                  .toList());
    }
  }

  @Test
  void document_asksForTheScopesThatTheServerAsksFor() {
    try (TestServer server =
        new TestServer(TestServer.served(EventQueue.builder("default").build()))) {
      for (Route route : server.server.routes()) {
        Scope scope = route.access().scope();
        assertThat(document.operation(route.method(), route.path()).json().path("security"))
            .as("security of %s %s", route.method(), route.path())
            .hasToString(scope == null ? "" : "[{},{\"key\":[\"" + scope.token() + "\"]}]");
      }
    }
  }

  @Test
  void document_hasEveryKindOfProblem_withItsTitleAndStatus() {
    List<String> described = new ArrayList<>();
    for (JsonNode schema : schemas()) {
      JsonNode type = schema.path("properties").path("type").path("const");
      if (type.isString() && type.asString().startsWith("urn:spillway:problem:")) {
        described.add(
            type.asString()
                + " "
                + schema.path("properties").path("status").path("const").asInt()
                + " "
                + schema.path("properties").path("title").path("const").asString());
      }
    }
    assertThat(described)
        .as("add a schema to docs/specs/openapi.yaml for each problem, and to an operation")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemType.values())
                .map(type -> type.uri() + " " + type.status() + " " + type.title())
                .toList());
  }

  @Test
  void document_hasTheWordsOfTheClasses() {
    assertWords("Priority", Priority.values(), Priority::token);
    assertWords("Mode", Mode.values(), Mode::token);
    assertWords("Strategy", Strategy.values(), Strategy::token);
    assertWords("DiskMode", DiskMode.values(), DiskMode::token);
    assertWords("DiskState", DiskState.values(), DiskState::token);
    assertWords("Zone", Zone.values(), Zone::token);
    assertWords("Durability", Durability.values(), Durability::token);
    assertWords("CircuitState", CircuitState.values(), CircuitState::token);
    assertWords("HealthLevel", QueueHealth.Level.values(), QueueHealth.Level::token);
    assertWords("ErrorCategory", ErrorCategory.values(), ErrorCategory::token);
    assertWords("Reason", Reason.values(), Reason::token);
  }

  private <T> void assertWords(String schema, T[] values, Function<T, String> token) {
    List<String> words = new ArrayList<>();
    schemas().path(schema).path("enum").forEach(word -> words.add(word.asString()));
    assertThat(words)
        .as("the words of schema " + schema)
        .containsExactlyElementsOf(Stream.of(values).map(token).toList());
  }

  @Test
  void document_hasExamplesThatFitTheirSchemas() {
    List<String> mistakes = new ArrayList<>();
    int examples = 0;
    for (JsonNode holder : holdersOfExamples(document.root(), new ArrayList<>())) {
      for (JsonNode example : examplesOf(holder)) {
        examples++;
        document
            .mistakes(holder.path("schema"), example)
            .forEach(mistake -> mistakes.add(example + mistake));
        if (holder.has("x-each-line")) {
          for (String line : example.asString().strip().split("\n", -1)) {
            document
                .mistakes(holder.path("x-each-line"), JsonMapper.shared().readTree(line))
                .forEach(mistake -> mistakes.add(line + mistake));
          }
        }
      }
    }
    assertThat(mistakes).isEmpty();
    assertThat(examples).isGreaterThan(30);
  }

  private static List<JsonNode> examplesOf(JsonNode holder) {
    List<JsonNode> examples = new ArrayList<>();
    if (holder.has("example")) {
      examples.add(holder.path("example"));
    }
    holder.path("examples").forEach(example -> examples.add(example.path("value")));
    return examples;
  }

  /** Parameters, headers and media types: whatever has a schema beside examples. */
  private static List<JsonNode> holdersOfExamples(JsonNode node, List<JsonNode> found) {
    if (node.has("schema") && (node.has("example") || node.has("examples"))) {
      found.add(node);
    }
    node.forEach(child -> holdersOfExamples(child, found));
    return found;
  }

  private static List<JsonNode> allNamed(String name, JsonNode node, List<JsonNode> found) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().equals(name)) {
        found.add(entry.getValue());
      }
    }
    node.forEach(child -> allNamed(name, child, found));
    return found;
  }

  private JsonNode schemas() {
    return document.root().path("components").path("schemas");
  }
}
