package dev.spillway.benchmarks.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A log in a directory of its own. For one thread if it does not say otherwise. */
interface GroupLog extends AutoCloseable {
  /**
   * Takes {@code group}, and sees to it that all of it gets on the disk.
   *
   * @param stored run once when it is, in this thread or in another one
   */
  void append(Group group, Runnable stored) throws Exception;

  /** Called once after the last group; what the log has left to do is done when this returns. */
  default void finish() throws Exception {}

  @Override
  void close() throws IOException, SQLException;

  /** Makes a log in a directory that is empty. */
  interface Opening {
    GroupLog open(Path directory) throws Exception;
  }
}
