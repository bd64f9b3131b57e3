package dev.spillway.server.sink;

import dev.spillway.delivery.Sink;
import dev.spillway.server.config.CircuitConfig;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;

/** Makes sinks. */
public final class Sinks {
  private Sinks() {}

  /**
   * The sink that {@code config} describes, for the queue called {@code queue}. It touches no file
   * and no network before its first batch.
   *
   * @param circuit for each endpoint, if there are several
   */
  public static Sink open(SinkConfig config, CircuitConfig circuit, String queue, TimeSource time) {
    if (config instanceof SinkConfig.File file) {
      return new FileSink(
          new AppendedFile(file.path()),
          EventWriter.of(file.format()),
          TaskScheduler.onThread("spillway-sink-" + queue));
    }
    if (config instanceof SinkConfig.Http http) {
      return new HttpSink(http, circuit, queue, time);
    }
    throw new IllegalArgumentException("sink must be a file or HTTP: sink=" + config);
  }
}
