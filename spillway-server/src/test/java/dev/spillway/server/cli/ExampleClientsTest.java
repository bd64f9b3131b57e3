package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.Gateway;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.server.security.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of {@code examples/clients}, run as a reader would run them. */
class ExampleClientsTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples");
  private static final String EVENTS = EXAMPLES.resolve("security-events.ndjson").toString();
  private static final String DONE = "{\"accepted\":5,\"durability\":\"durable\",\"refused\":[]}";

  @TempDir Path directory;

  /** What clients are told to trust beside the usual; empty if nothing. */
  private String certificates = "";

  /** What is set for clients beside the usual. */
  private final Map<String, String> variables = new HashMap<>();

  /** A client, and the line in which it says that all five were accepted. */
  private record Client(List<String> command, String done) {
    @Override
    public String toString() {
      return command.get(command.size() - 1);
    }
  }

  private record Ran(int exitCode, String out, String err) {}

  private static Stream<Client> clients() {
    return Stream.concat(Stream.of(shell()), resending());
  }

  /** Those that take single refusals apart. */
  private static Stream<Client> resending() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String done = "accepted 5, refused 0, promise durable";
    return Stream.of(
        new Client(List.of("python3", path("send.py")), done),
        new Client(List.of(java, path("Send.java")), done));
  }

  private static Client shell() {
    return new Client(List.of("sh", path("send.sh")), DONE);
  }

  private static String path(String name) {
    return EXAMPLES.resolve("clients").resolve(name).toString();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_sendsTheExample_toARealGateway(Client client) throws Exception {
    ConfigInputs inputs =
        new ConfigInputs(
            null, Map.of(), List.of("http.port=0", "data.directory=" + directory.resolve("data")));
    try (Gateway gateway = Gateway.start(ConfigReader.read(inputs))) {
      Ran ran = run(client, gateway.url().toString(), EVENTS);

      assertThat(ran).isEqualTo(new Ran(0, client.done() + "\n", ""));
    }
    Path delivered = directory.resolve("data/delivered/default.ndjson");
    assertThat(Files.readAllLines(delivered)).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_thatFindsNoRoom_comesAgainWithTheSameEvents(Client client) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.answer(503, "{}", "Retry-After", "0", "Content-Type", "application/problem+json");
      gateway.answer(202, DONE, "Content-Type", "application/json", "Spillway-Throttle-Ms", "0");

      Ran ran = run(client, gateway.url(), EVENTS);

      assertThat(ran.out()).isEqualTo(client.done() + "\n");
      assertThat(ran.err()).endsWith(gateway.url() + ": refused for now: 503; trying again\n");
      assertThat(ran.exitCode()).isZero();
      assertThat(gateway.bodies()).hasSize(2);
      assertThat(gateway.bodies().get(1)).isEqualTo(gateway.bodies().get(0)).hasSize(5);
      assertThat(gateway.received().get(0).target()).endsWith("/events?durability=durable");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_thatIsRefusedForNow_saysWhy_onceForEachReason(Client client) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      for (String reason : List.of("disk-full", "disk-full", "spill-full")) {
        refuseAllFiveFor(reason, gateway);
      }
      String busy = "{\"type\":\"urn:spillway:problem:busy\",\"title\":\"Busy\",\"status\":503}";
      gateway.answer(503, busy, "Retry-After", "0", "Content-Type", "application/problem+json");
      gateway.answer(202, DONE, "Content-Type", "application/json");

      Ran ran = run(client, gateway.url(), EVENTS);

      assertThat(ran.exitCode()).isZero();
      assertThat(ran.err().lines().map(line -> line.replaceFirst("^\\S+ ", "")))
          .containsExactly(
              gateway.url() + ": refused for now: disk-full; trying again",
              gateway.url() + ": refused for now: spill-full; trying again",
              gateway.url() + ": refused for now: busy; trying again");
    }
  }

  private static void refuseAllFiveFor(String reason, ScriptedGateway gateway) {
    String refused =
        IntStream.range(0, 5)
            .mapToObj(
                index -> {
                  String which = "{\"index\":" + index + ",\"reason\":\"" + reason;
                  return which + "\",\"retryAfterMillis\":1}";
                })
            .collect(Collectors.joining(","));
    gateway.answer(
        503,
        "{\"type\":\"urn:spillway:problem:overloaded\",\"title\":\"No event was accepted\","
            + "\"status\":503,\"accepted\":0,\"durability\":\"durable\",\"refused\":["
            + refused
            + "]}",
        "Retry-After",
        "0",
        "Content-Type",
        "application/problem+json");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_whoseUrlCannotBeAGateways_endsAtOnce(Client client) throws Exception {
    List<String> wrong =
        List.of(
            "127.0.0.1:8080",
            "ftp://127.0.0.1",
            "http://127.0.0.1:99999",
            "http://a b",
            "http://user:hush@127.0.0.1:1");
    for (String url : wrong) {
      Ran ran = run(client, url, EVENTS);

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err())
          .contains("SPILLWAY_URL must be like http://127.0.0.1:8080: ")
          .doesNotContain("\tat ", "Traceback", "hush", EVENTS)
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_whoseKeyIsNone_endsAtOnce_andDoesNotRepeatIt(Client client) throws Exception {
    variables.put("SPILLWAY_KEY", "sw_hush\nX: y");

    Ran ran = run(client, "http://127.0.0.1:1", EVENTS);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("SPILLWAY_KEY must be one word")
        .doesNotContain("hush")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_putsAnyNameOfAQueueIntoThePath(Client client) throws Exception {
    variables.put("SPILLWAY_QUEUE", "a b?c");
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      assertThat(run(client, gateway.url(), EVENTS).exitCode()).isZero();

      URI target = URI.create(gateway.received().get(0).target());
      assertThat(target.getPath()).isEqualTo("/api/v1/queues/a b?c/events");
      assertThat(target.getQuery()).isEqualTo("durability=durable");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_atAServerThatIsNoGateway_endsAtOnce_withoutItsPage(Client client) throws Exception {
    for (int status : List.of(501, 404, 202)) {
      try (ScriptedGateway server = new ScriptedGateway()) {
        server.answer(status, "<html>\n\"title\": hello</html>", "Content-Type", "text/html");

        Ran ran = run(client, server.url(), EVENTS);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
            .endsWith(
                server.url()
                    + " answered "
                    + status
                    + ", and not as a gateway does; is SPILLWAY_URL right?\n")
            .hasLineCount(1);
        assertThat(ran.out()).doesNotContain("html");
      }
    }
  }

  /** A server may hang up so fast that its answer is lost; a client then tries again first. */
  @ParameterizedTest
  @MethodSource("clients")
  void aClient_thatSpeaksTlsToAPlainPort_endsAtTheFirstAnswer(Client client) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      Ran ran = run(client, gateway.url().replace("http:", "https:"), EVENTS);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .containsOnlyOnce("no TLS with it")
          .endsWith("SPILLWAY_URL begins with http:\n");
      assertThat(ran.err().lines().toList())
          .filteredOn(line -> !line.contains("no TLS with it"))
          .allSatisfy(line -> assertThat(line).contains("no answer", "trying again"));
    }
  }

  @ParameterizedTest
  @MethodSource("resending")
  void aClient_whoseEventsAreRefused_sendsThoseAgainThatMayBeTaken(Client client) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.answer(
          202,
          "{\"accepted\":3,\"durability\":\"durable\",\"refused\":["
              + "{\"index\":1,\"reason\":\"lane-full\",\"retryAfterMillis\":10},"
              + "{\"index\":4,\"reason\":\"deadline-passed\",\"retryAfterMillis\":0}]}",
          "Content-Type",
          "application/json");
      gateway.answer(
          202,
          "{\"accepted\":1,\"durability\":\"durable\",\"refused\":[]}",
          "Content-Type",
          "application/json");

      Ran ran = run(client, gateway.url(), EVENTS);

      assertThat(ran.out()).isEqualTo("accepted 4, refused 1, promise durable\n");
      assertThat(ran.err()).contains("deadline-passed", "a-5");
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(gateway.bodies().get(1)).hasSize(1).first().asString().contains("a-2");
    }
  }

  @Test
  void theShell_whoseEventsAreRefused_saysSo() throws Exception {
    String some =
        "{\"accepted\":4,\"durability\":\"durable\",\"refused\":[{\"index\":1,\"reason\":"
            + "\"lane-full\",\"retryAfterMillis\":10}]}";
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.answer(202, some, "Content-Type", "application/json");

      assertThat(run(shell(), gateway.url(), EVENTS)).isEqualTo(new Ran(1, some + "\n", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_withoutAFile_saysHowItIsUsed(Client client) throws Exception {
    Ran ran = run(client, "http://127.0.0.1:1");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("usage: ");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_whoseFileIsNotThere_saysSo(Client client) throws Exception {
    Ran ran = run(client, "http://127.0.0.1:1", "nowhere.ndjson");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("nowhere.ndjson")
        .doesNotContain("\tat ", "Traceback")
        .hasLineCount(1);
  }

  @Test
  void python_aLineThatIsNoEvent_isToldByItsNumber() throws Exception {
    Client python = resending().findFirst().orElseThrow();
    Path array = Files.writeString(directory.resolve("array"), "\n[1]\n");
    Path broken = Files.writeString(directory.resolve("broken"), "{}\n{\"a\":}\n");

    assertThat(run(python, "http://127.0.0.1:1", array.toString()).err())
        .isEqualTo("send.py: " + array + ": line 2: not a JSON object\n");
    Ran ran = run(python, "http://127.0.0.1:1", broken.toString());
    assertThat(ran.err()).isEqualTo("send.py: " + broken + ": line 2 column 6: Expecting value\n");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClient_thatDoesNotTrustTheGateway_endsAtOnce_andSaysHowToTrustIt(Client client)
      throws Exception {
    TestCertificates.Pair tls = TestCertificates.make(directory, "server", "EC", 100);
    List<String> settings =
        List.of(
            "http.port=0",
            "http.tls.certificate=" + tls.certificate(),
            "http.tls.private-key=" + tls.privateKey(),
            "data.directory=" + directory.resolve("data"));
    LoadedConfig config = ConfigReader.read(new ConfigInputs(null, Map.of(), settings));
    try (Gateway gateway = Gateway.start(config)) {
      Ran ran = run(client, gateway.url().toString(), EVENTS);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .contains("cannot trust")
          .containsAnyOf("CURL_CA_BUNDLE", "SSL_CERT_FILE", "-Djavax.net.ssl.trustStore")
          .doesNotContain("no answer", "PKIX")
          .hasLineCount(1);

      String plain = gateway.url().toString().replace("https:", "http:");
      Ran overHttp = run(client, plain, EVENTS);
      assertThat(overHttp.exitCode()).isEqualTo(1);
      assertThat(overHttp.err())
          .endsWith(
              "does not answer with HTTP; if it speaks TLS, SPILLWAY_URL begins with https:\n")
          .hasLineCount(1);

      certificates = tls.certificate().toString();
      assertThat(run(trusting(client), gateway.url().toString(), EVENTS))
          .isEqualTo(new Ran(0, client.done() + "\n", ""));
    }
  }

  /** Trusts {@link #certificates}: Java by a store, the others by variables. */
  private Client trusting(Client client) throws Exception {
    if (!client.toString().endsWith(".java")) {
      return client;
    }
    String store = directory.resolve("ca.p12").toString();
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> importing =
        List.of(
            keytool.toString(),
            "-importcert",
            "-noprompt",
            "-file",
            certificates,
            "-keystore",
            store,
            "-storepass",
            "changeit");
    assertThat(new ProcessBuilder(importing).start().waitFor()).isZero();
    List<String> command = new ArrayList<>(client.command());
    command.addAll(
        1,
        List.of(
            "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=changeit"));
    return new Client(command, client.done());
  }

  private Ran run(Client client, String url, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(client.command());
    command.addAll(List.of(arguments));
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().put("SPILLWAY_URL", url + "/"); // as people write it
    builder.environment().putAll(variables);
    if (!certificates.isEmpty()) {
      builder.environment().put("CURL_CA_BUNDLE", certificates);
      builder.environment().put("SSL_CERT_FILE", certificates);
    }
    Process process = started(builder);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end: " + Files.readString(err.toPath()));
    }
    return new Ran(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run "
              + builder.command().get(0)
              + "; type: apt-get install --no-install-recommends python3 curl",
          e);
    }
  }
}
