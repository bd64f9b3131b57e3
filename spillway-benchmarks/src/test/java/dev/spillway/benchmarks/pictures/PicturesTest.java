package dev.spillway.benchmarks.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PicturesTest {
  private static final Path DOCS = Path.of("..", "docs");

  static Stream<String> paths() {
    return Pictures.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void picture_drawnAgain_isTheCommittedOne(String path) throws IOException {
    Map<String, Supplier<String>> pictures = Pictures.all();
    String drawn = pictures.getOrDefault(path, () -> "").get();
    assertThat(drawn).startsWith("<svg").endsWith("</svg>\n").doesNotContain("NaN");
    String committed = Files.readString(DOCS.resolve(path));
    assertThat(drawn.equals(committed))
        .as("docs/" + path + " shows what the code does; type ./pictures and commit what it draws")
        .isTrue();
  }

  @Test
  void recordings_drawnTwice_areTheSame() {
    StrategyScene scene = new StrategyScene(dev.spillway.queue.Strategy.SHED);
    assertThat(scene.svg()).isEqualTo(scene.svg());
  }
}
