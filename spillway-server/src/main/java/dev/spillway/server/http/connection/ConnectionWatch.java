package dev.spillway.server.http.connection;

import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off clients that keep a connection and give nothing for it, and makes room for newcomers
 * before the limit is reached: those that never asked for anything go first, and of them those that
 * were silent longest; a request that is worked on is never cut off. Thread-safe; a thread of its
 * own looks at all connections in turn, and holds none of them up.
 */
public final class ConnectionWatch implements SelectorManager.AcceptListener, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final int WORKED_ON = 4;

  private final AbstractConnector connector;
  private final ConnectionLimits limits;
  private final BooleanSupplier hurried;
  private final TimeSource time;
  private final TaskScheduler scheduler = TaskScheduler.onThread("spillway-connections");
  private final AtomicBoolean makingRoom = new AtomicBoolean();
  private final LongAdder looks = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final LongAdder displaced = new LongAdder();

  /** Touched by the scheduler's thread alone. */
  private boolean crowded;

  /**
   * A watch over the connections of {@code connector}, which asks it before it makes any.
   *
   * @param limits what clients may do with them
   * @param hurried whether bodies wait for the memory that others hold
   */
  public ConnectionWatch(
      AbstractConnector connector,
      ConnectionLimits limits,
      BooleanSupplier hurried,
      TimeSource time) {
    this.connector = connector;
    this.limits = limits;
    this.hurried = hurried;
    this.time = time;
  }

  /** Begins to look. */
  public void start() {
    scheduler.schedule(this::look, limits.look().toNanos());
  }

  /** How many are open. */
  public int open() {
    return connector.getConnectedEndPoints().size();
  }

  /** How many may be. */
  public int bound() {
    return limits.most();
  }

  /** How often all connections were looked at. */
  public long looks() {
    return looks.sum();
  }

  /** How many were cut off because they took too long. */
  public long slow() {
    return slow.sum();
  }

  /** How many were closed to make room. */
  public long displaced() {
    return displaced.sum();
  }

  private void look() {
    scheduler.schedule(this::look, limits.look().toNanos());
    long nowNanos = time.nanoTime();
    boolean hurriedNow = hurried.getAsBoolean();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      ClientConnection client = clientOf(end);
      if (client != null && client.look(nowNanos, limits, hurriedNow) != null) {
        slow.increment();
      }
    }
    makeRoom();
    looks.increment();
  }

  private static @Nullable ClientConnection clientOf(EndPoint end) {
    Connection connection = end.getConnection();
    if (connection instanceof SslConnection tls) {
      connection = tls.getSslEndPoint().getConnection();
    }
    return connection instanceof ClientConnection client ? client : null;
  }

  @Override
  public void onAccepted(SelectableChannel channel) {
    if (open() > limits.crowded() && makingRoom.compareAndSet(false, true)) {
      scheduler.execute(this::makeRoom);
    }
  }

  private void makeRoom() {
    makingRoom.set(false);
    int open = open();
    boolean nowCrowded = open > limits.crowded();
    int closed = nowCrowded ? close(open - limits.crowded() + limits.spare() - 1) : 0;
    if (nowCrowded && !crowded) {
      LOGGER.warn(
          "event=connections-crowded open={} bound={} closed={}", open, limits.most(), closed);
    } else if (crowded && !nowCrowded && open < limits.crowded() - 2 * limits.spare()) {
      LOGGER.info("event=connections-fewer open={} bound={}", open, limits.most());
    } else {
      return;
    }
    crowded = nowCrowded;
  }

  /**
   * Closes up to {@code count} connections, those first that matter least; but newcomers get the
   * time of a look to say what they want, and until then stand before those that matter more.
   */
  private int close(int count) {
    List<Candidate> all = new ArrayList<>();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      ClientConnection client = clientOf(end);
      if (client != null && end instanceof AbstractEndPoint network) {
        all.add(new Candidate(client, client.rank(), network.getIdleFor()));
      }
    }
    all.sort(Candidate.ORDER);
    IOException cause = new IOException("closed to make room for other connections");
    int closed = 0;
    for (Candidate candidate : all.subList(0, Math.min(count, all.size()))) {
      if (candidate.rank < WORKED_ON && candidate.idleMillis >= limits.look().toMillis()) {
        candidate.client.close(cause);
        closed++;
      }
    }
    displaced.add(closed);
    return closed;
  }

  @Override
  public void close() {
    scheduler.close();
  }

  /** A connection that may be closed, as it was when it was looked at. */
  private record Candidate(ClientConnection client, int rank, long idleMillis) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparingInt(Candidate::rank)
            .thenComparing(Comparator.comparingLong(Candidate::idleMillis).reversed());
  }
}
