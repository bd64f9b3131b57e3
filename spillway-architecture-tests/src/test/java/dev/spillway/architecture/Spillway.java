package dev.spillway.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's classes and sources are. */
final class Spillway {
  static final String[] CORE_PACKAGES = {
    "dev.spillway",
    "dev.spillway.circuit",
    "dev.spillway.delivery",
    "dev.spillway.internal",
    "dev.spillway.limit",
    "dev.spillway.pressure",
    "dev.spillway.queue",
    "dev.spillway.rate",
    "dev.spillway.time"
  };

  /** Core's packages, deeper ones included. */
  static final String[] CORE = {
    "dev.spillway",
    "dev.spillway.circuit..",
    "dev.spillway.delivery..",
    "dev.spillway.internal..",
    "dev.spillway.limit..",
    "dev.spillway.pressure..",
    "dev.spillway.queue..",
    "dev.spillway.rate..",
    "dev.spillway.time.."
  };

  private Spillway() {}

  /** The main classes of every module, found below the checkout's root, but for JMH's own. */
  static JavaClasses mainClasses() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPaths(directories("target/classes"));
    if (classes.size() < 50) {
      throw new IllegalStateException("only " + classes.size() + " classes found; build first");
    }
    return classes;
  }

  /** The main sources of every module. */
  static List<Path> mainSources() {
    List<Path> sources = new ArrayList<>();
    for (Path directory : directories("src/main/java")) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalStateException("no sources found below " + root());
    }
    return sources;
  }

  private static List<Path> directories(String below) {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .map(module -> module.resolve(below))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path module = Path.of("").toAbsolutePath();
    Path parent = module.getParent();
    if (parent == null || !Files.exists(parent.resolve("mvnw"))) {
      throw new IllegalStateException("not a module of the checkout: " + module);
    }
    return parent;
  }
}
