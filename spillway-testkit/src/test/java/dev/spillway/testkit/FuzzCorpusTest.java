package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing has found worth keeping, with what broke something among them. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");

  @TestFactory
  Stream<DynamicTest> everySegmentThatWasKept() throws IOException {
    return replay("blocks", BlockFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> everyStateThatWasKept() throws IOException {
    return replay("state", StateFuzz::fuzzerTestOneInput);
  }

  /** A target. */
  private interface Target {
    void accept(byte[] data) throws IOException;
  }

  private static Stream<DynamicTest> replay(String name, Target target) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
      inputs = files.sorted().toList();
    }
    assertThat(inputs).hasSizeGreaterThan(5);
    return inputs.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> target.accept(Files.readAllBytes(file))));
  }
}
