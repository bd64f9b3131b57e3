package dev.spillway.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the launcher in a tree of its own, where Java and Maven are scripts. */
class LauncherTest {
  private static final String SOURCE = "spillway-server/src/main/java/A.java";
  private static final String JAR = "spillway-server/target/spillway.jar";

  @TempDir Path directory;
  private Path home;
  private Path javaHome;

  @BeforeEach
  void lay() throws IOException {
    home = directory.resolve("home of it");
    javaHome = directory.resolve("jdk");
    script(home.resolve("spillway"), Files.readString(launcher()));
    write(home.resolve("pom.xml"), "");
    write(home.resolve("docs/specs/openapi.yaml"), "");
    for (String module :
        List.of("core", "spill", "micrometer", "yaml", "simulator", "simulator-peers")) {
      write(home.resolve("spillway-" + module + "/pom.xml"), "");
    }
    write(home.resolve(SOURCE), "");
    java("17.0.15");
    maven("mkdir -p spillway-server/target && echo built > " + JAR);
  }

  private static Path launcher() {
    Path module = Path.of("").toAbsolutePath();
    return requireNonNull(module.getParent()).resolve("spillway");
  }

  @Test
  void launcher_noJar_buildsItAndRunsJava() throws Exception {
    Ran ran = run(home.resolve("spillway"), "send", "a b");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEqualTo("building spillway (the first run takes a few minutes)...\n");
    assertThat(ran.out()).endsWith("[-jar] [" + home.toRealPath() + "/" + JAR + "] [send] [a b]\n");
  }

  @Test
  void launcher_jarNewerThanSources_buildsNothing() throws Exception {
    run(home.resolve("spillway"), "version");

    assertThat(run(home.resolve("spillway"), "version").err()).isEmpty();
  }

  @Test
  void launcher_sourceNewerThanJar_buildsAgain() throws Exception {
    run(home.resolve("spillway"), "version");
    Files.setLastModifiedTime(
        home.resolve(SOURCE),
        FileTime.fromMillis(Files.getLastModifiedTime(home.resolve(JAR)).toMillis() + 10_000));

    assertThat(run(home.resolve("spillway"), "version").err())
        .isEqualTo("building spillway (its sources have changed)...\n");
  }

  @Test
  void launcher_throughALinkFromElsewhere_findsItsHome() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("sw"), Path.of("home of it/spillway"));

    assertThat(run(link, "version").out()).contains(home.toRealPath() + "/" + JAR);
  }

  @Test
  void launcher_buildThatFails_showsItsOutput() throws Exception {
    maven("echo 'no such symbol'; exit 1");

    Ran ran = run(home.resolve("spillway"), "version");

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err()).contains("no such symbol\nspillway: the build failed, see above;");
  }

  @Test
  void launcher_oldJava_saysWhichAndWhatIsNeeded() throws Exception {
    java("11.0.2");

    Ran ran = run(home.resolve("spillway"), "version");

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err())
        .isEqualTo(
            "spillway: Java 17 or newer is needed, and "
                + javaHome
                + "/bin/java is 11.0.2; set JAVA_HOME to a newer JDK\n");
  }

  @Test
  void launcher_wrongJavaHome_saysSo() throws Exception {
    Files.delete(javaHome.resolve("bin/java"));

    assertThat(run(home.resolve("spillway"), "version").err())
        .isEqualTo(
            "spillway: JAVA_HOME has no bin/java: " + javaHome + "; set it to a JDK 17 or newer\n");
  }

  private void java(String version) throws IOException {
    script(
        javaHome.resolve("bin/java"),
        "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2025-04-15' >&2; exit; fi\nfor word; do printf '[%s] ' \"$word\"; done | sed 's/"
            + " $//'; echo\n");
  }

  private void maven(String commands) throws IOException {
    script(home.resolve("mvnw"), "#!/bin/sh\n" + commands + "\n");
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private Ran run(Path launcher, String... args) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(args));
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.remove("SPILLWAY_JAVA_OPTS");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int exitCode = process.waitFor();
    return new Ran(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private record Ran(int exitCode, String out, String err) {}
}
