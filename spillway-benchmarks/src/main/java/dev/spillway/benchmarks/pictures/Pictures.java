package dev.spillway.benchmarks.pictures;

import dev.spillway.queue.Strategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Draws the documents' pictures. */
public final class Pictures {
  private Pictures() {}

  /** Writes all pictures below the directory {@code docs} that is named, or {@code docs}. */
  public static void main(String[] arguments) throws IOException {
    Path docs = Path.of(arguments.length == 0 ? "docs" : arguments[0]);
    for (Map.Entry<String, Supplier<String>> picture : all().entrySet()) {
      Path file = docs.resolve(picture.getKey());
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, picture.getValue().get().getBytes(StandardCharsets.UTF_8));
      System.out.println(file);
    }
  }

  /** What draws each picture, by its file below the directory of the documents. */
  static Map<String, Supplier<String>> all() {
    Map<String, Supplier<String>> pictures = new LinkedHashMap<>();
    for (Strategy strategy : Strategy.values()) {
      StrategyScene scene = new StrategyScene(strategy);
      pictures.put(scene.path(), scene::svg);
    }
    pictures.put(FailingSinkScene.PATH, () -> new FailingSinkScene().svg());
    return pictures;
  }
}
