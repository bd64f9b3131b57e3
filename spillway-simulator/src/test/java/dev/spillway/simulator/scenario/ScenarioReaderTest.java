package dev.spillway.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
  private static final String HEAD = "name: T\ntitle: A test\nlength: 10s\n";
  private static final String SOURCES = "sources:\n  - {name: all, load: [{from: 0s, value: 1}]}\n";

  private static List<String> mistakes(String text) {
    ScenarioException failure =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("t.yaml", text));
    assertThat(failure).as("mistakes of\n%s", text).isNotNull();
    return failure.mistakes();
  }

  /** The mistakes of a scenario that would be valid without {@code more}. */
  private static List<String> mistakesWith(String more) {
    return mistakes(HEAD + SOURCES + more);
  }

  @Test
  void read_leastScenario_hasTheUsualValues() throws ScenarioException {
    Scenario scenario = ScenarioReader.read("t.yaml", HEAD + SOURCES);
    assertThat(scenario.deadline()).isEqualTo(Duration.ofMillis(100));
    assertThat(scenario.plant().servers()).isEqualTo(2);
    assertThat(scenario.plant().service())
        .isEqualTo(new Service(Distribution.EXPONENTIAL, Duration.ofMillis(2), 0));
    assertThat(scenario.plant().refusalCost()).isEqualTo(Duration.ofNanos(20_000));
    assertThat(scenario.plant().capacityPerNano()).isEqualTo(1e-6);
    assertThat(scenario.clients())
        .isEqualTo(new ClientSpec(1, Duration.ofMillis(10), ClientSpec.Kind.HOSTILE, 1));
    assertThat(scenario.setup()).isEqualTo(new Setup(1, List.of(), null, null, null, null));
    assertThat(scenario.event()).isNull();
    assertThat(scenario.bars()).isEmpty();
    assertThat(scenario.sources().get(0).classes())
        .containsEntry(Priority.CRITICAL, 0.2)
        .containsEntry(Priority.NORMAL, 0.5)
        .containsEntry(Priority.LOW, 0.3);
    assertThat(scenario.mostTasks()).isEqualTo(10_000);
  }

  @Test
  void read_everyKey_isUnderstood() throws ScenarioException {
    Scenario scenario =
        ScenarioReader.read(
            "t.yaml",
            """
            name: full
            title: Every key
            length: 1m
            deadline: 1.5s
            plant:
              kind: Slots
              servers: 20
              service: {distribution: lognormal, mean: 20ms, shape: 0.3}
              refusal-cost: 20us
              capacity: [{from: 0s, value: 1}, {from: 10s, value: 1, to: 0.5, over: 5s}]
              slowdown: [{from: 0s, value: 2}]
              network: [{from: 1s, value: 100}]
              pauses: {every: 2s, lasting: 150ms}
              hangs: [{dependency: db, from: 5s, until: 6s, lasting: 1s}]
            sources:
              - name: a
                load: [{from: 0s, value: 0.5}]
                classes: {critical: 0.25, bulk: 0.75}
                tenants: 3
                dependency: db
                bursts: {every: 1s, lasting: 200ms}
                calls: 4
                deadline: 50ms
            clients: {attempts: 4, first-wait: 10ms, kind: hostile, count: 64}
            setup:
              limiters: 2
              control-stop: {from: 1s, until: 2s}
              clock-jump-at: 3s
              disk:
                memory: 8MB
                size: 64MB
                event: 512B
                force: 1ms
                slow-forces: [{from: 1s, until: 2s, lasting: 50ms}]
                killed-at: [3s, 4s]
            event: {from: 10s, until: 20s}
            bars:
              - {metric: goodput, at-least: 0.9, of: rest, by: tasks, source: a, calls: 2,
                 priority: critical, during: {from: 1s, until: 2s}}
              - {metric: recovered, share: 0.95, at-most: 500}
            """);
    assertThat(scenario.plant().kind()).isEqualTo(PlantSpec.Kind.SLOTS);
    assertThat(scenario.plant().hangs())
        .containsExactly(
            new Hang(
                "db",
                new Span(Duration.ofSeconds(5), Duration.ofSeconds(6)),
                Duration.ofSeconds(1)));
    assertThat(scenario.plant().capacity().get(1))
        .isEqualTo(new Stretch(Duration.ofSeconds(10), 1, 0.5, Duration.ofSeconds(5)));
    assertThat(scenario.setup().limiters()).isEqualTo(2);
    assertThat(scenario.setup().disk())
        .isEqualTo(
            new DiskSetup(
                8 << 20,
                64 << 20,
                512,
                Duration.ofMillis(1),
                List.of(
                    new SlowForces(
                        new Span(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                        Duration.ofMillis(50))),
                List.of(Duration.ofSeconds(3), Duration.ofSeconds(4))));
    assertThat(scenario.clients().kind()).isEqualTo(ClientSpec.Kind.HOSTILE);
    assertThat(scenario.bars())
        .extracting(bar -> bar.metric().token() + " " + bar.bound() + " " + bar.details())
        .containsExactly(
            "goodput >= 0.9 a, critical, 2 calls, of rest, by tasks, 1s to 2s",
            "recovered <= 500 share 0.95");
  }

  @Test
  void read_diskThatCannotBe_tellsWhatItMustBe() {
    assertThat(
            mistakesWith(
                "setup: {disk: {memory: 32MB, size: 64MB, event: 1TB, killed-at: [99s]}}\n"))
        .containsExactly(
            "t.yaml:6:49: setup.disk.event must be a size such as 512B, 64KB, 8MB or 1GB: event=1TB",
            "t.yaml:6:66: setup.disk.killed-at[0] must be within the length of 10s: killed-at[0]=99s",
            "t.yaml:6:24: setup.disk.memory must be at most a quarter of size, which has to take it"
                + " when the process stops: memory=32MB");
    assertThat(mistakesWith("setup: {disk: {size: 1MB}}\n"))
        .contains("t.yaml:6:15: memory is missing in setup.disk");
  }

  @Test
  void read_capacityNearNothing_isRefused() {
    assertThat(mistakesWith("plant: {capacity: [{from: 0s, value: 0.0001}]}\n"))
        .containsExactly(
            "t.yaml:6:38: plant.capacity[0].value must be at least 0.001 all along, or 0 to stand"
                + " still: value=0.0001");
    assertThat(mistakesWith("plant: {capacity: [{from: 0s, value: 1, to: 0, over: 1s}]}\n"))
        .containsExactly(
            "t.yaml:6:38: plant.capacity[0].value must be at least 0.001 all along, or 0 to stand"
                + " still: value=0");
  }

  @Test
  void read_unknownKey_namesFileLineAndTheNearestKey() {
    assertThat(mistakesWith("plnt: {}\n"))
        .containsExactly("t.yaml:6:1: plnt is not a key; did you mean plant?");
    assertThat(mistakesWith("plant:\n  server: 3\n"))
        .containsExactly("t.yaml:7:3: plant.server is not a key; did you mean servers?");
  }

  @Test
  void read_keyNearToNone_listsThoseThereAre() {
    assertThat(mistakesWith("event: {from: 0s, until: 1s, colour: red}\n"))
        .containsExactly("t.yaml:6:30: event.colour is not a key; event has from, until");
  }

  @Test
  void read_missingKeys_areAllNamed() {
    assertThat(mistakes("plant: {}\n"))
        .containsExactlyInAnyOrder(
            "t.yaml:1:1: name is missing",
            "t.yaml:1:1: title is missing",
            "t.yaml:1:1: length is missing",
            "t.yaml:1:1: sources is missing");
  }

  @Test
  void read_manyMistakes_tellsAllInTheOrderOfTheirLines() {
    assertThat(
            mistakes(
                """
                name: T
                title: A test
                length: soon
                plant:
                  kind: quantum
                  servers: 0
                sources:
                  - {name: all, load: [{from: 0s, value: much}], tenants: -1}
                bars:
                  - {metric: goodputt, at-least: 0.5}
                """))
        .containsExactly(
            "t.yaml:3:9: length must be a duration such as 20us, 2ms, 1.5s or 1m: length=soon",
            "t.yaml:5:9: plant.kind must be processor, slots or retrograde: kind=quantum",
            "t.yaml:6:12: plant.servers must be a whole number from 1 to 1000: servers=0",
            "t.yaml:8:42: sources[0].load[0].value must be a number: value=much",
            "t.yaml:8:59: sources[0].tenants must be a whole number from 0 to 1000000: tenants=-1",
            "t.yaml:10:14: bars[0].metric must be goodput, throughput, false-refusals, p99, wasted,"
                + " converged, recovered, degraded, inversions, fairness, stuck, started, broken, refused-after or"
                + " blocked:"
                + " metric=goodputt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deadline: 0s | 6:11: deadline must be a duration from 1us to 60m: deadline=0s",
        "deadline: 5 | 6:11: deadline must be a duration such as 20us, 2ms, 1.5s or 1m: deadline=5",
        "deadline: -1s | 6:11: deadline must be a duration such as 20us, 2ms, 1.5s or 1m:"
            + " deadline=-1s",
        "plant: 3 | 6:8: plant must be a mapping of keys: plant=3",
        "plant: {servers: two} | 6:18: plant.servers must be a whole number: servers=two",
        "plant: {service: {mean: 0s}} | 6:25: plant.service.mean must be a duration from 1us to"
            + " 60m: mean=0s",
        "plant: {service: {distribution: pareto}} | 6:18: plant.service.shape must be above 1, and"
            + " at most 1000000, for pareto: shape=0",
        "plant: {service: {shape: 2}} | 6:26: plant.service.shape must be left out for exponential"
            + " and constant: shape=2",
        "plant: {refusal-cost: 2s} | 6:23: plant.refusal-cost must be a duration from 0s to 1s:"
            + " refusal-cost=2s",
        "plant: {capacity: [{from: 0s, value: -1}]} | 6:38: plant.capacity[0].value must be a number"
            + " from 0 to 1000: value=-1",
        "plant: {slowdown: [{from: 2s, value: 1}, {from: 1s, value: 2}]} | 6:49:"
            + " plant.slowdown[1].from must be after the one before it, which is from 2s: from=1s",
        "plant: {slowdown: [{from: 2s, value: 1, to: 2}]} | 6:20: plant.slowdown[0] must be given"
            + " over as well, because it has to: slowdown[0]=(no over)",
        "plant: {slowdown: [{from: 11s, value: 1}]} | 6:27: plant.slowdown[0].from must be within"
            + " the length of 10s: from=11s",
        "plant: {slowdown: 3} | 6:19: plant.slowdown must be a list: slowdown=3",
        "plant: {pauses: {every: 1s, lasting: 1s}} | 6:38: plant.pauses.lasting must be shorter"
            + " than every, which is 1s: lasting=1s",
        "plant: {hangs: [{dependency: db, from: 0s, until: 1s, lasting: 1s}]} | 6:30:"
            + " plant.hangs[0].dependency must be a source's dependency, and no source has one:"
            + " dependency=db",
        "clients: {attempts: 99} | 6:21: clients.attempts must be a whole number from 1 to 20:"
            + " attempts=99",
        "clients: {kind: nice} | 6:17: clients.kind must be hostile, budgeted or ours: kind=nice",
        "setup: {partitions: [{dependency: db, share: 0.5}]} | 6:35: setup.partitions[0].dependency"
            + " must be a dependency of one of the sources: dependency=db",
        "setup: {control-stop: {from: 1s, until: 1s}} | 6:41: setup.control-stop.until must be"
            + " after from, which is 1s: until=1s",
        "event: {from: 1s, until: 11s} | 6:26: event.until must be within the length of 10s:"
            + " until=11s",
        "event: {from: 1s} | 6:8: until is missing in event",
        "bars: [{metric: p99}] | 6:8: bars[0] must have exactly one of at-least and at-most",
        "bars: [{metric: p99, at-least: 1, at-most: 2}] | 6:8: bars[0] must have exactly one of"
            + " at-least and at-most",
        "bars: [{metric: p99, at-most: -1}] | 6:31: bars[0].at-most must be a number of at least 0:"
            + " at-most=-1",
        "bars: [{metric: p99, at-most: 9, source: al}] | 6:42: bars[0].source must be a source's"
            + " name: all: source=al",
        "bars: [{metric: p99, at-most: 9, priority: urgent}] | 6:44: bars[0].priority must be"
            + " critical, high, normal, low or bulk: priority=urgent",
        "bars: [{metric: p99, at-most: 9, calls: 2}] | 6:41: bars[0].calls must be a whole number"
            + " from 1 to 1, the most calls of a task: calls=2",
        "bars: [{metric: p99, at-most: 9, of: offered}] | 6:38: bars[0].of must be left out, because"
            + " p99 does not look at it: of=given",
        "bars: [{metric: wasted, at-most: 9, priority: low}] | 6:47: bars[0].priority must be left"
            + " out, because wasted does not look at it: priority=given",
        "bars: [{metric: throughput, at-least: 1}] | 6:8: bars[0].during must be given for"
            + " throughput: during=(nothing)",
        "bars: [{metric: started, at-most: 1, during: {from: 0s, until: 1s}}] | 6:8: bars[0].source"
            + " must be given for started: source=(nothing)",
        "bars: [{metric: goodput, of: rest, at-least: 1, source: all}] | 6:8: bars[0].during must be"
            + " given for of: rest: during=(nothing)",
        "bars: [{metric: recovered, at-most: 1}] | 6:17: bars[0].metric must be another one"
            + " unless the scenario has an event or the bar has during: metric=recovered",
        "bars: [{metric: recovered, at-most: 1, share: 2, during: {from: 0s, until: 1s}}] | 6:47:"
            + " bars[0].share must be a number from 0 to 1: share=2",
        "bars: [{metric: fairness, at-least: 1}] | 6:17: bars[0].metric must be another one where"
            + " no source has tenants: metric=fairness",
        "name: U | 6:1: name is given twice"
      })
  void read_oneMistake_namesPlaceKeyAndWhatIsAllowed(String more, String mistake) {
    assertThat(mistakesWith(more + "\n")).containsExactly("t.yaml:" + mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | 4:10: sources must be a list of at least one source: sources=(nothing)",
        "[{name: a, load: []}] | 4:27: sources[0].load must be a list of stretches: load=(nothing)",
        "[{name: a, load: [{from: 0s, value: 1}], classes: {low: 0.4, high: 0.4}}] | 4:60:"
            + " sources[0].classes must be shares whose sum is 1: classes=0.8",
        "[{name: a, load: [{from: 0s, value: 1}], calls: 0}] | 4:58: sources[0].calls must be a"
            + " whole number from 1 to 100: calls=0",
        "[{name: a, load: [{from: 0s, value: 1}], bursts: {every: 1s, lasting: 2s}}] | 4:80:"
            + " sources[0].bursts.lasting must be shorter than every, which is 1s: lasting=2s",
        "[{name: a, load: [{from: 0s, value: 1}]}, {name: a, load: [{from: 0s, value: 1}]}] | 4:59:"
            + " sources[1].name must be another name than those before it: name=a",
      })
  void read_mistakenSources_namesPlaceKeyAndWhatIsAllowed(String sources, String mistake) {
    assertThat(mistakes(HEAD + "sources: " + sources + "\n")).containsExactly("t.yaml:" + mistake);
  }

  @Test
  void read_tooManyTasks_isRefused() {
    assertThat(
            mistakes(
                """
                name: T
                title: A test
                length: 1h
                sources: [{name: all, load: [{from: 0s, value: 1000}]}]
                """))
        .containsExactly(
            "t.yaml:3:9: length must be short enough for 20000000 tasks at the greatest load:"
                + " length=60m");
  }

  @Test
  void read_noMapping_isToldSo() {
    assertThat(mistakes("- a\n- b\n"))
        .containsExactly("t.yaml: the file must be a mapping of keys such as name: and sources:");
    assertThat(mistakes(""))
        .containsExactly("t.yaml: the file must be a mapping of keys such as name: and sources:");
  }

  @Test
  void read_noYaml_namesThePlace() {
    assertThat(mistakes("name: T\n\tlength: 1s\n"))
        .singleElement()
        .asString()
        .startsWith("t.yaml:1:8: not valid YAML: ");
  }

  @Test
  void read_file_namesItsPath(@TempDir Path directory) throws IOException, ScenarioException {
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, HEAD + SOURCES);
    assertThat(ScenarioReader.read(file).name()).isEqualTo("T");
    Files.writeString(file, HEAD + SOURCES + "x: 1\n");
    assertThat(
            catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file))
                .mistakes())
        .singleElement()
        .asString()
        .startsWith(file + ":6:1: x is not a key; there are name, title, length");
  }

  @Test
  void read_fileIsNotThere_saysSo(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");
    assertThat(
            catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file))
                .mistakes())
        .containsExactly(file + ": there is no such scenario file");
    assertThat(
            catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(directory))
                .mistakes())
        .containsExactly(directory + ": the scenario file is a directory");
  }

  @Test
  void scenario_madeWithoutFile_keepsTheSameRules() throws ScenarioException {
    Scenario sound = ScenarioReader.read("t.yaml", HEAD + SOURCES);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Scenario(
                    sound.name(),
                    sound.title(),
                    Duration.ZERO,
                    sound.deadline(),
                    sound.plant(),
                    sound.sources(),
                    sound.clients(),
                    sound.setup(),
                    sound.event(),
                    sound.bars()))
        .withMessage("length must be a duration from 1us to 60m: length=0s");
  }

  @Test
  void read_titleThatWouldColourTheTerminal_isRefused() {
    assertThat(mistakes("name: T\ntitle: \"red \\e[31m\"\nlength: 1s\n" + SOURCES))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("2:8: title must be one line without control characters: title=red ?[31m");
  }
}
