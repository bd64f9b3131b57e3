package dev.spillway.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  @TempDir Path directory;
  private Path file;
  private Sink sink;

  @BeforeEach
  void open() {
    file = directory.resolve("not/there/yet/events.ndjson");
    sink = sinkTo(file);
  }

  @AfterEach
  void close() {
    sink.close();
  }

  private static Sink sinkTo(Path path) {
    return Sinks.open(
        new SinkConfig.File(path, SinkConfig.Format.RAW),
        TestQueues.circuit(),
        "orders",
        TimeSource.system());
  }

  @Test
  void deliver_toAFileThatIsNotThere_makesItAndItsDirectories() throws IOException {
    assertThat(result(TestBatch.of("a", "b"))).isEqualTo(SinkResult.DELIVERED);

    assertThat(Files.readString(file)).isEqualTo("{\"n\":\"üa\"}\n{\"n\":\"üb\"}\n");
  }

  @Test
  void deliver_ofSeveralBatchesAtOnce_appendsThemOneAfterAnother() throws IOException {
    List<CompletionStage<SinkResult>> answers =
        List.of(
            sink.deliver(TestBatch.of("a")),
            sink.deliver(TestBatch.of("b")),
            sink.deliver(TestBatch.of("c")));

    answers.forEach(answer -> assertThat(join(answer)).isEqualTo(SinkResult.DELIVERED));
    assertThat(Files.readString(file))
        .isEqualTo("{\"n\":\"üa\"}\n{\"n\":\"üb\"}\n{\"n\":\"üc\"}\n");
  }

  @Test
  void deliver_afterACrashThatToreALine_endsItFirst() throws IOException {
    Path torn = directory.resolve("torn");
    Files.writeString(torn, "{\"n\":1}\n{\"n\"");
    sink = sinkTo(torn);

    result(TestBatch.of("a"));
    result(TestBatch.of("b"));

    assertThat(Files.readString(torn))
        .isEqualTo("{\"n\":1}\n{\"n\"\n{\"n\":\"üa\"}\n{\"n\":\"üb\"}\n");
  }

  @Test
  void deliver_whenTheFileWasMovedAway_startsANewOne() throws IOException {
    result(TestBatch.of("a"));
    Path rotated = directory.resolve("rotated");
    Files.move(file, rotated);

    result(TestBatch.of("b"));

    assertThat(Files.readString(rotated)).isEqualTo("{\"n\":\"üa\"}\n");
    assertThat(Files.readString(file)).isEqualTo("{\"n\":\"üb\"}\n");
  }

  @Test
  void deliver_whileThePathCannotBeWritten_failsForTheEndpointAndLaterSucceeds()
      throws IOException {
    Files.createDirectories(file);

    SinkResult failed = result(TestBatch.of("a"));
    Files.delete(file);
    SinkResult healed = result(TestBatch.of("a"));

    assertThat(failed)
        .isInstanceOfSatisfying(
            SinkResult.EndpointFailed.class,
            answer ->
                assertThat(answer.reason()).startsWith("cannot append to " + file + ": java."));
    assertThat(healed).isEqualTo(SinkResult.DELIVERED);
    assertThat(Files.readString(file)).isEqualTo("{\"n\":\"üa\"}\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void deliver_toAFullDisk_failsForTheEndpoint() {
    sink = sinkTo(Path.of("/dev/full"));

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(
            new SinkResult.EndpointFailed(
                ErrorCategory.SERVER_ERROR,
                "cannot append to /dev/full: java.io.IOException: No space left on device",
                Duration.ZERO));
  }

  @Test
  void close_whenNothingWasDelivered_leavesNoFile() {
    sink.close();

    assertThat(file).doesNotExist();
  }

  private SinkResult result(BatchView batch) {
    return join(sink.deliver(batch));
  }

  private static SinkResult join(CompletionStage<SinkResult> answer) {
    return answer.toCompletableFuture().join();
  }
}
