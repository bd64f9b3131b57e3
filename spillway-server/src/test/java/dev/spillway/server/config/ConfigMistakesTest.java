package dev.spillway.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMistakesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          http: {prot: 1}                 | 1:8: http.prot is not a key; did you mean port?
          http: {colour: 1}               | 1:8: http.colour is not a key; http has host, port, allow-non-loopback, max-body-bytes, max-record-bytes, max-batch-events, limit, tls
          htpp: {port: 1}                 | 1:1: htpp is not a key; did you mean http?
          colour: 1                       | 1:1: colour is not a key; there are http, security, data, shutdown, health, queues
          http: 9                         | 1:1: http must be a section with host, port, allow-non-loopback, max-body-bytes, max-record-bytes, max-batch-events, limit, tls: http=9
          queues: [a]                     | 1:1: queues must be a section with a name for each queue: queues=(a list)
          http: {port: 65536}             | 1:8: http.port must be a whole number from 0 to 65535: port=65536
          http: {port: }                  | 1:8: http.port must be a whole number from 0 to 65535: port=(nothing)
          http: {port: [1]}               | 1:8: http.port must be a whole number from 0 to 65535: port=(a list)
          http: {max-body-bytes: 8 elephants} | 1:8: http.max-body-bytes must be a size such as 512KB, 8MB or plain bytes, from 1KB to 1GB: max-body-bytes=8 elephants
          http: {host: 0.0.0.0}           | 1:8: http.host must be a loopback address unless there are security.keys or http.allow-non-loopback is true, because nobody is asked for a key: host=0.0.0.0
          http: {allow-non-loopback: yes} | 1:8: http.allow-non-loopback must be true or false: allow-non-loopback=yes
          http: {max-record-bytes: 17MB}    | 1:8: http.max-record-bytes must be at most http.max-body-bytes: max-record-bytes=17825792 max-body-bytes=16777216
          http: {tls: {certificate: a.crt}} | 1:14: http.tls.private-key must be set beside http.tls.certificate
          security: {keys: [a]}           | 1:12: security.keys must be a mapping of names to keys such as {hash: "sha256:…", scopes: [ingest], tenants: [acme], highest-priority: normal}
          security: {keys: {"-a": {}}}    | 1:19: security.keys: a key's name must be up to 63 letters, digits, dots, dashes and underscores, not beginning with a sign
          security: {keys: {a: sw_secret}} | 1:19: security.keys.a must be an object with hash, scopes, tenants and highest-priority; spillway key create prints one
          security: {keys: {a: {scopes: [read]}}} | 1:19: security.keys.a must have a hash; spillway key create makes key and hash
          security: {keys: {a: {hash: sw_secret, scopes: [read]}}} | `1:23: security.keys.a.hash must be sha256: and 64 hexadecimal digits, not the key itself; make it with spillway key create, or of a key that you have with: printf %s "$KEY" | sha256sum`
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}} | 1:19: security.keys.a must have scopes, of ingest, read and admin
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: read}}} | 1:104: security.keys.a.scopes must be a list, not empty, in which each is ingest, read or admin: scopes=read
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [write]}}} | 1:113: security.keys.a.scopes[0] must be ingest, read or admin: scopes[0]=write
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [read, read]}}} | 1:119: security.keys.a.scopes[1] is given twice
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [read], tenants: []}}} | 1:120: security.keys.a.tenants must be a list, not empty, in which each is the name of a tenant, at most 256 characters: tenants=(a list)
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [read], highest-priority: top}}} | 1:120: security.keys.a.highest-priority must be critical, high, normal, low or bulk: highest-priority=top
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scope: [read], scopes: [read]}}} | 1:104: security.keys.a.scope is not a key; a key has hash, scopes, tenants and highest-priority
          security: {keys: {a: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [read]}, b: {hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", scopes: [read]}}} | 1:121: security.keys.b has the hash of a; each key has its own
          shutdown: {drain: 20}           | 1:12: shutdown.drain must be a duration such as 250ms, 20s or 1m, from 0s to 1h: drain=20
          queues: {Orders: {}}            | 1:10: a queue's name must be up to 63 small letters, digits and dashes, not beginning with a dash: name=Orders
          queues: {"../x": {}}            | 1:10: a queue's name must be up to 63 small letters, digits and dashes, not beginning with a dash: name=../x
          queues: {q: {strategy: spil}}   | 1:14: queues.q.strategy must be drop, throttle, spill, shed or adaptive: strategy=spil
          queues: {q: {strategi: spill}}  | 1:14: queues.q.strategi is not a key; did you mean strategy?
          queues: {q: {strategy: spill, disk: {mode: none}}} | 1:14: queues.q.strategy must not be spill when disk.mode is none, because spilling needs a disk: strategy=spill
          queues: {q: {backpressure: {low-mark: 0.9}}} | 1:29: queues.q.backpressure.low-mark must be below backpressure.high-mark: low-mark=0.9 high-mark=0.8
          queues: {q: {backpressure: {longest-delay: 5ms}}} | 1:29: queues.q.backpressure.longest-delay must be at least backpressure.delay: longest-delay=5ms delay=10ms
          queues: {q: {backpressure: {mode: on}}} | 1:29: queues.q.backpressure.mode must be off, monitor or enforce: mode=on
          queues: {q: {profile: secure}}  | 1:14: queues.q.profile must be general, security-events or log-ingestion: profile=secure
          queues: {q: {memory-bytes: 10}} | 1:14: queues.q.memory-bytes must be a size such as 512KB, 8MB or plain bytes, from 1MB to 64GB: memory-bytes=10
          queues: {q: {lanes: {medium: 1}}} | 1:22: queues.q.lanes.medium is not a key; queues.q.lanes has critical, high, normal, low, bulk
          queues: {q: {lanes: {low: 0}}}  | 1:22: queues.q.lanes.low must be a whole number from 1 to 2147483647: low=0
          queues: {q: {disk: {mode: always}}} | 1:21: queues.q.disk.mode must be write-ahead, overflow or none: mode=always
          queues: {q: {default-priority: urgent}} | 1:14: queues.q.default-priority must be critical, high, normal, low or bulk: default-priority=urgent
          queues: {q: {priority-names: {a: top}}} | 1:31: queues.q.priority-names.a must be critical, high, normal, low or bulk: a=top
          queues: {q: {priority-names: [a]}} | 1:14: queues.q.priority-names must be a mapping of names to critical, high, normal, low or bulk: priority-names=(a list)
          queues: {q: {classify: [{map: {a: low}}]}} | 1:25: queues.q.classify[0] must have one of field, header and path
          queues: {q: {classify: [{field: a, path: /b}]}} | 1:36: queues.q.classify[0] must have one of field, header and path, not two
          queues: {q: {classify: [{path: b}]}} | 1:26: queues.q.classify[0].path must be a JSON pointer such as /data/level: path=b
          queues: {q: {classify: [{header: "a b"}]}} | 1:26: queues.q.classify[0].header must be the name of a header, such as X-Severity: header=a b
          queues: {q: {classify: [{field: a, mop: {}}]}} | 1:36: queues.q.classify[0].mop is not a key; a rule has field, header or path, map and default
          queues: {q: {classify: [severity]}} | 1:25: queues.q.classify[0] must be a rule with field, header or path: classify[0]=severity
          queues: {q: {delivery: {retry-factor: 0.5}}} | 1:25: queues.q.delivery.retry-factor must be a number from 1 to 100: retry-factor=0.5
          queues: {q: {delivery: {circuit: {mode: on}}}} | 1:35: queues.q.delivery.circuit.mode must be off, monitor or enforce: mode=on
          queues: {q: {delivery: {circuit: {failure-rate: 30}}}} | 1:35: queues.q.delivery.circuit.failure-rate must be a number from 0.01 to 1: failure-rate=30
          queues: {q: {delivery: {circuit: {open-time: 1m, longest-open-time: 30s}}}} | 1:50: queues.q.delivery.circuit.longest-open-time must be at least open-time: longest-open-time=30000ms open-time=60000ms
          queues: {q: {sink: {type: http}}} | 1:21: queues.q.sink.url must be set when sink.type is http, such as http://127.0.0.1:9000/events
          queues: {q: {sink: {type: http, url: "ftp://x"}}} | 1:33: queues.q.sink.url must be an http or https URL without user and password: url=ftp://x
          queues: {q: {sink: {url: "http://a:9/"}}} | 1:21: queues.q.sink.url must not be set when sink.type is file; leave it out, or set sink.type to http: url=http://a:9/
          queues: {q: {sink: {type: http, url: "http://a/", path: b}}} | 1:51: queues.q.sink.path must not be set when sink.type is http; leave it out, or set sink.type to file: path=b
          queues: {q: {sink: {type: http, url: "http://a:65536/"}}} | 1:33: queues.q.sink.url must be an http or https URL without user and password: url=http://a:65536/
          queues: {q: {sink: {type: http, url: "http://me:pw@x@a/"}}} | 1:33: queues.q.sink.url must be an http or https URL without user and password: url=http://***@a/
          queues: {q: {sink: {urls: ["http://a/"]}}} | 1:21: queues.q.sink.urls must not be set when sink.type is file; leave it out, or set sink.type to http: urls=(a list)
          queues: {q: {sink: {type: http, url: "http://a/", urls: ["http://b/"]}}} | 1:51: queues.q.sink.urls must not be set beside sink.url; put all in sink.urls
          queues: {q: {sink: {type: http, urls: []}}} | 1:33: queues.q.sink.urls must be a list of 1 to 64 different http or https URLs: urls=(a list)
          queues: {q: {sink: {type: http, urls: ["http://a/", "http://a/"]}}} | 1:53: queues.q.sink.urls[1] is given twice: http://a/
          queues: {q: {sink: {type: http, urls: ["http://a/", b]}}} | 1:53: queues.q.sink.urls[1] must be an http or https URL without user and password: urls[1]=b
          queues: {q: {sink: {type: http, url: "http://a/", headers: {Host: x}}}} | 1:61: queues.q.sink.headers.Host must not be set; the sink or its connection sets it
          queues: {q: {sink: {type: http, url: "http://a/", headers: {"a b": x}}}} | 1:61: queues.q.sink.headers.a b is not the name of a header
          queues: {q: {sink: {type: http, url: "http://a/", headers: {a: "s\u00e9same"}}}} | 1:61: queues.q.sink.headers.a must be a text of printable ASCII, in one line: ***
          queues: {q: {sink: {headers: sesame}}} | 1:21: queues.q.sink.headers must not be set when sink.type is file; leave it out, or set sink.type to http: headers="***"
          {http: {port: 1}, http: {port: 2}} | 1:19: http is given twice
          {http: {port: 1}, http.port: 2} | 1:19: http.port is given twice
          [a]                             | 1:1: the file must be a mapping of keys such as http: and queues:, found (a list)
          """)
  void read_oneMistake_isToldWithItsPlace(String yaml, String message) throws Exception {
    Path file = ConfigFiles.write(directory, yaml);

    assertThat(mistakes(file, Map.of())).containsExactly(file + ":" + message);
  }

  @Test
  void read_unknownKey_namesFileLineAndKey() throws Exception {
    Path file =
        ConfigFiles.write(
            directory,
            """
            http:
              port: 8081

            queues:
              default:
                strategy: spil
            """);

    assertThat(mistakes(file, Map.of()))
        .containsExactly(
            file
                + ":6:5: queues.default.strategy must be drop, throttle, spill, shed or adaptive: strategy=spil");
  }

  @Test
  void read_severalMistakes_tellsAllInOrder() throws Exception {
    Path file =
        ConfigFiles.write(
            directory,
            """
            http:
              port: many
              prot: 1
            queues:
              a: {sink: {path: same}}
              b: {sink: {path: ./same}}
            """);

    assertThat(
            mistakes(
                file, Map.of("SPILLWAY_DATA_DIRECTORY", ""), "shutdown.drain=x", "http", "a.b=1"))
        .containsExactly(
            file + ":2:3: http.port must be a whole number from 0 to 65535: port=many",
            file + ":3:3: http.prot is not a key; did you mean port?",
            file + ":6:14: queues.b.sink.path must differ from queues.a.sink.path: path=./same",
            "SPILLWAY_DATA_DIRECTORY: data.directory must be a path: directory=",
            "--set http: must be key=value, such as --set http.port=9090",
            "--set a.b: a.b is not a key",
            "--set shutdown.drain: shutdown.drain must be a duration such as 250ms, 20s or 1m,"
                + " from 0s to 1h: drain=x");
  }

  @Test
  void read_assignmentToASection_namesWhatIsIn() {
    assertThat(mistakes(null, Map.of(), "queues.q.sink=x", "queues.q.priority-names.a=low"))
        .containsExactly(
            "--set queues.q.sink: queues.q.sink is a section; set one of type, path, url, urls,"
                + " timeout, headers, format",
            "--set queues.q.priority-names.a: queues.q.priority-names.a cannot be set alone; set"
                + " queues.q.priority-names as a whole");
  }

  @Test
  void read_unknownVariable_namesItAndTheNearest() {
    assertThat(
            mistakes(null, Map.of("SPILLWAY_HTTP_PROT", "1", "SPILLWAY_SOMETHING_ELSE_AGAIN", "1")))
        .containsExactly(
            "SPILLWAY_HTTP_PROT: no key has this variable; did you mean SPILLWAY_HTTP_PORT?",
            "SPILLWAY_SOMETHING_ELSE_AGAIN: no key has this variable; spillway config --defaults"
                + " lists the keys");
  }

  @Test
  void read_variableOfAQueueThatTheFileLacks_isAMistake() throws Exception {
    Path file = ConfigFiles.write(directory, "queues: {my-orders: }");

    assertThat(mistakes(file, Map.of("SPILLWAY_QUEUES_MYORDERS_STRATEGY", "shed")))
        .containsExactly(
            "SPILLWAY_QUEUES_MYORDERS_STRATEGY: queue must be one of those in the file, my-orders:"
                + " queue=myorders");
  }

  @Test
  void read_brokenYaml_tellsWhere() throws Exception {
    Path file = ConfigFiles.write(directory, "http:\n  port: {1\n");

    assertThat(mistakes(file, Map.of()).get(0))
        .startsWith(file + ":3:1: not valid YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void read_tabs_tellsToUseSpaces() throws Exception {
    for (String yaml : List.of("http:\n\tport: 1\n", "http:\n  port: 1\n\thost: a\n")) {
      Path file = ConfigFiles.write(directory, yaml);

      assertThat(mistakes(file, Map.of()))
          .singleElement()
          .asString()
          .endsWith(": not valid YAML: a tab stands where only spaces may; indent with spaces");
    }
  }

  @Test
  void read_aliasesAndSecondDocuments_areMistakes() throws Exception {
    Path file = ConfigFiles.write(directory, "http: {host: &a localhost}\nshutdown: *a\n---\nb: 1");

    assertThat(mistakes(file, Map.of()))
        .containsExactly(
            file + ":2:11: aliases (*name) are not read; write the value out",
            file + ":2:1: shutdown must be a section with drain: shutdown=a",
            file + ":4:1: a second document begins here; one file holds one document");
  }

  @Test
  void read_missingFile_saysSo() {
    Path file = directory.resolve("none.yaml");

    assertThat(mistakes(file, Map.of()))
        .containsExactly(file + ": there is no such configuration file");
  }

  @Test
  void read_fileThatIsNotText_saysSo() throws Exception {
    Path file = directory.resolve("binary.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(mistakes(file, Map.of()))
        .containsExactly(file + ": the configuration file must be UTF-8 text");
  }

  private static List<String> mistakes(
      @Nullable Path file, Map<String, String> environment, String... assignments) {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigReader.read(new ConfigInputs(file, environment, List.of(assignments))));
    assertThat(thrown).isNotNull();
    return thrown.mistakes();
  }
}
