package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.config.ConfigFuzz;
import dev.spillway.server.http.HttpFuzz;
import dev.spillway.server.http.RecordFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing has found worth keeping, with what broke something among them. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");

  @TestFactory
  Stream<DynamicTest> everyRequestThatWasKept() {
    return replay("http", HttpFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> everyBodyThatWasKept() {
    return replay("records", RecordFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> everyConfigurationThatWasKept() {
    return replay("config", ConfigFuzz::fuzzerTestOneInput);
  }

  private static Stream<DynamicTest> replay(String target, Consumer<byte[]> fuzz) {
    List<Path> inputs = inputs(CORPUS.resolve(target));
    assertThat(inputs).hasSizeGreaterThan(5);
    return inputs.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> fuzz.accept(read(file))));
  }

  private static List<Path> inputs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
