package dev.spillway.benchmarks.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A queue in a table of H2: a row for each event, and a batch, a commit and a checkpoint with sync
 * for a group, without which H2 forces nothing before it is closed.
 */
final class JdbcGroups implements GroupLog {
  private final Connection connection;
  private final PreparedStatement insert;
  private final Statement statement;

  JdbcGroups(Path directory) throws SQLException {
    // without a delay a commit writes; with it, some time later
    connection =
        DriverManager.getConnection(
            "jdbc:h2:file:" + directory.toAbsolutePath().resolve("q") + ";WRITE_DELAY=0");
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE IF NOT EXISTS events(id IDENTITY PRIMARY KEY, body VARBINARY(1048576))");
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO events(body) VALUES (?)");
  }

  @Override
  public void append(Group group, Runnable stored) throws SQLException {
    for (byte[] event : group.events()) {
      insert.setBytes(1, event);
      insert.addBatch();
    }
    insert.executeBatch();
    connection.commit();
    statement.execute("CHECKPOINT SYNC");
    stored.run();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** How many events a table that was closed holds. */
  static long count(Path directory) throws SQLException {
    try (JdbcGroups reopened = new JdbcGroups(directory);
        ResultSet found = reopened.statement.executeQuery("SELECT COUNT(*) FROM events")) {
      found.next();
      return found.getLong(1);
    }
  }
}
