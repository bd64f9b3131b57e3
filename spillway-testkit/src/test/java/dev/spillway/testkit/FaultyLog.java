package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.spillway.Priority;
import dev.spillway.spill.SpillLog;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The log compiled with a {@link PlantedFault}, and the testkit's classes once more on top of it.
 */
final class FaultyLog extends URLClassLoader {
  private static final List<String> OWN = List.of("dev.spillway.spill.", "dev.spillway.testkit.");

  private FaultyLog(URL[] places, ClassLoader parent) {
    super(places, parent);
  }

  /** Compiles what a source of the log becomes with {@code fault}, below {@code directory}. */
  static FaultyLog with(PlantedFault fault, Path directory) throws IOException, URISyntaxException {
    Path source = directory.resolve(fault.fileName());
    Path original = sourcesOfTheLog().resolve(fault.fileName());
    Files.writeString(source, fault.plantInto(Files.readString(original)));
    List<Path> built =
        List.of(placeOf(SpillLog.class), placeOf(FaultyFiles.class), placeOf(FaultyLog.class));
    compile(source, directory);
    List<URL> places = new ArrayList<>(List.of(directory.toUri().toURL()));
    for (Path place : built) {
      places.add(place.toUri().toURL());
    }
    return new FaultyLog(places.toArray(URL[]::new), FaultyLog.class.getClassLoader());
  }

  private static Path sourcesOfTheLog() throws URISyntaxException {
    Path built = placeOf(SpillLog.class);
    Path sources = built.resolve("../../src/main/java/dev/spillway/spill").normalize();
    assertThat(sources).as("the log's sources, beside what was built from them").isDirectory();
    return sources;
  }

  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void compile(Path source, Path classes) throws URISyntaxException {
    List<String> needed = new ArrayList<>();
    for (Class<?> type : List.of(SpillLog.class, Priority.class, NullMarked.class, Zstd.class)) {
      needed.add(placeOf(type).toString());
    }
    String classPath = String.join(File.pathSeparator, needed);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                classPath,
                source.toString());
    assertThat(result).as("result of the compiler").isZero();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  /** Runs a test method of a class, as it goes with the fault. */
  void run(Class<?> test, String method, List<?> arguments) throws ClassNotFoundException {
    Class<?> faulty = loadClass(test.getName());
    List<Class<?>> types = new ArrayList<>();
    List<Object> own = new ArrayList<>();
    for (Object argument : arguments) {
      Class<?> type = loadClass(argument.getClass().getSuperclass().getName());
      types.add(type);
      own.add(constant(type, argument.toString()));
    }
    ReflectionSupport.invokeMethod(
        ReflectionSupport.findMethod(faulty, method, types.toArray(Class[]::new)).orElseThrow(),
        ReflectionSupport.newInstance(faulty),
        own.toArray());
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
