package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.server.Gateway;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.server.security.AccessKey;
import dev.spillway.server.security.KeyHash;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.security.Scope;
import dev.spillway.server.security.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  @TempDir Path directory;

  private static String secretOf(Typed created) {
    return created.out().lines().filter(line -> line.startsWith("sw_")).findFirst().orElseThrow();
  }

  private static String yamlOf(Typed created) {
    return created.out().substring(created.out().indexOf("security:"));
  }

  private LoadedConfig config(String yaml) throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
    return ConfigReader.read(new ConfigInputs(file, Map.of(), List.of()));
  }

  @Test
  void create_printsAKeyOnce_andItsHashForTheConfiguration() throws Exception {
    Typed created =
        Typed.command(
            "key",
            "create",
            "acme",
            "--scope",
            "ingest",
            "--scope",
            "read",
            "--tenant",
            "odd: \"name\" \\ é",
            "--highest-priority",
            "low");

    assertThat(created.exitCode()).isZero();
    String secret = secretOf(created);
    assertThat(secret).hasSize(3 + 43).matches("sw_[A-Za-z0-9_-]+");
    assertThat(yamlOf(created)).doesNotContain(secret);
    AccessKey key = config(yamlOf(created)).config().security().keys().get(0);
    assertThat(key.name()).isEqualTo("acme");
    assertThat(key.hash()).isEqualTo(KeyHash.of(secret));
    assertThat(key.grant().scopes()).containsExactlyInAnyOrder(Scope.INGEST, Scope.READ);
    assertThat(key.grant().tenants()).containsExactly("odd: \"name\" \\ é");
    assertThat(key.grant().highest()).isEqualTo(Priority.LOW);
    assertThat(new Keyring(List.of(key)).find(secret)).isEqualTo(key);
    assertThat(secretOf(Typed.command("key", "create", "acme"))).isNotEqualTo(secret);
  }

  @Test
  void create_aNameThatIsNone_isAMistake() {
    Typed created = Typed.command("key", "create", "a b");

    assertThat(created.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(created.out()).isEmpty();
    assertThat(created.err()).contains("a key's name must be up to 63 letters");
  }

  @Test
  void sendAndDeadLetters_throughTlsWithAKey_areLetInByTheirScopeAlone() throws Exception {
    Typed producer = Typed.command("key", "create", "producer");
    Typed operator = Typed.command("key", "create", "operator", "--scope", "admin");
    TestCertificates.Pair tls = TestCertificates.make(directory, "server", "EC", 100);
    String yaml =
        "http: {port: 0, tls: {certificate: \"%s\", private-key: \"%s\"}}\ndata: {directory: \"%s\"}\n"
                .formatted(tls.certificate(), tls.privateKey(), directory.resolve("data"))
            + yamlOf(producer)
            + yamlOf(operator).lines().skip(2).findFirst().orElseThrow()
            + "\n";
    Path events = Files.writeString(directory.resolve("e.ndjson"), "{\"id\":\"1\"}\n");
    Path keyFile = Files.writeString(directory.resolve("key"), secretOf(producer) + "\n");
    try (Gateway gateway = Gateway.start(config(yaml))) {
      String url = gateway.url().toString();
      assertThat(url).startsWith("https://127.0.0.1:");
      String ca = tls.certificate().toString();
      String file = events.toString();

      Typed untrusted = Typed.command("send", "--url", url, file);
      assertThat(untrusted.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(untrusted.err()).contains("cannot trust " + url, "--ca");

      Typed untrustedLetters = Typed.command("dead-letters", "list", "--url", url);
      assertThat(untrustedLetters.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(untrustedLetters.err()).contains("cannot trust " + url, "--ca");

      assertThat(untrusted.err()).contains("(nobody trusted here signed its certificate)");

      String plain = url.replace("https:", "http:");
      Typed wrongScheme = Typed.command("send", "--url", plain, file);
      assertThat(wrongScheme.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(wrongScheme.err())
          .contains(plain + " does not answer with HTTP; if it speaks TLS, its URL begins with");

      Typed without = Typed.command("send", "--url", url, "--ca", ca, file);
      assertThat(without.exitCode()).isEqualTo(ExitCode.KEY_REFUSED);
      assertThat(without.err()).contains("401 A key is needed", "--key-file or SPILLWAY_KEY");

      Typed wrong =
          Typed.command("send", "--url", url, "--ca", ca, "--key", secretOf(operator), file);
      assertThat(wrong.exitCode()).isEqualTo(ExitCode.KEY_REFUSED);
      assertThat(wrong.err())
          .contains("403 The key does not open this", "key=operator scopes=admin")
          .doesNotContain(secretOf(operator));

      Typed sent =
          Typed.command("send", "--url", url, "--ca", ca, "--key-file", keyFile.toString(), file);
      assertThat(sent.err()).isEmpty();
      assertThat(sent.exitCode()).isZero();

      Map<String, String> environment = Map.of("SPILLWAY_KEY", secretOf(operator));
      assertThat(Typed.command(environment, "dead-letters", "list", "--url", url, "--ca", ca))
          .isEqualTo(new Typed(0, "0 dead letters in queue default\n", ""));
      environment = Map.of("SPILLWAY_KEY", secretOf(producer));
      Typed refused = Typed.command(environment, "dead-letters", "list", "--url", url, "--ca", ca);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.KEY_REFUSED);
      assertThat(refused.err()).contains("403 ").doesNotContain(secretOf(producer));
    }
  }

  @Test
  void options_thatCannotBeUsed_areMistakesThatShowNoKey() {
    assertUsage("the key must be one word", "--key", "secret words");
    assertUsage("must not be given both", "--key", "secret", "--key-file", "x");
    assertUsage("--key-file cannot be read: key-file=/nowhere", "--key-file", "/nowhere");
    assertUsage("--ca: /nowhere is not there", "--ca", "/nowhere");
  }

  private void assertUsage(String message, String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "dead-letters";
    command[1] = "list";
    System.arraycopy(options, 0, command, 2, options.length);
    Typed typed = Typed.command(command);
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err()).contains(message).doesNotContain("secret");
  }
}
