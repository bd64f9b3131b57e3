package dev.spillway.server.http.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, which can tell what its client keeps it waiting for and end that. Jetty's
 * threads move it; what is written down here belongs to the thread of {@link ConnectionWatch}.
 */
public final class ClientConnection extends HttpConnection {
  /** A client that is slower than this with a body or an answer is cut off, after a while. */
  public static final int LEAST_BYTES_PER_SECOND = 1024;

  /** The same for bodies while others find no memory for theirs. */
  public static final int HURRIED_BYTES_PER_SECOND = 256 << 10;

  private final AbstractEndPoint end;
  private Stage stage = Stage.QUIET;
  private long sinceNanos = Long.MIN_VALUE;
  private long requests;
  private long bytesIn;
  private long bytesOut;
  private long answerBytes;

  /** How much later a body may become; what comes fast makes up for being late, and no more. */
  private long patienceNanos;

  private long lookedNanos;
  private boolean told;

  ClientConnection(HttpConfiguration config, Connector connector, EndPoint endPoint) {
    super(config, connector, endPoint);
    end = (AbstractEndPoint) endPoint;
  }

  /** Which part of a request or an answer is under way. */
  enum Stage {
    /** Nothing of a request has come yet. */
    QUIET,
    HEAD,
    BODY,
    /** The request is whole, and the answer is for us to make. */
    WORK,
    ANSWER
  }

  Stage stage() {
    if (end.getWriteFlusher().isPending()) {
      return Stage.ANSWER;
    }
    if (getHttpChannel().getRequest() != null) {
      return getParser().inContentState() ? Stage.BODY : Stage.WORK;
    }
    return getParser().inHeaderState() && !getParser().isStart() ? Stage.HEAD : Stage.QUIET;
  }

  /**
   * Looks at what the client does, and cuts it off when that takes too long.
   *
   * @param hurried whether others find no memory for their bodies
   * @return the stage in which it was cut off, or null
   */
  @Nullable Stage look(long nowNanos, ConnectionLimits limits, boolean hurried) {
    Stage now = stage();
    if (isNew(now)) {
      answerBytes = getBytesOut() - bytesOut;
      bytesOut = getBytesOut();
      bytesIn = getBytesIn();
      requests = getMessagesIn();
      stage = now;
      sinceNanos = nowNanos;
      lookedNanos = nowNanos;
      patienceNanos = limits.slow().toNanos();
      told = false;
      return null;
    }
    if (!isTooSlow(nowNanos, limits, hurried)) {
      return null;
    }
    sinceNanos = nowNanos;
    patienceNanos = limits.slow().toNanos();
    cut(now);
    return now;
  }

  private boolean isNew(Stage now) {
    return now != stage
        || sinceNanos == Long.MIN_VALUE
        || getMessagesIn() != requests
        || (now == Stage.ANSWER && getBytesOut() != bytesOut);
  }

  private boolean isTooSlow(long nowNanos, ConnectionLimits limits, boolean hurried) {
    long slowNanos = limits.slow().toNanos();
    long tookNanos = nowNanos - sinceNanos;
    return switch (stage) {
      case QUIET -> tookNanos > limits.idle().toNanos() + slowNanos;
      case HEAD -> tookNanos > slowNanos;
      case BODY -> isBodyTooSlow(nowNanos, slowNanos, hurried);
      case WORK -> false;
      case ANSWER -> tookNanos > slowNanos + worthNanos(answerBytes, LEAST_BYTES_PER_SECOND);
    };
  }

  private boolean isBodyTooSlow(long nowNanos, long slowNanos, boolean hurried) {
    int leastBytesPerSecond = hurried ? HURRIED_BYTES_PER_SECOND : LEAST_BYTES_PER_SECOND;
    long earnedNanos = worthNanos(getBytesIn() - bytesIn, leastBytesPerSecond);
    patienceNanos = Math.min(slowNanos, patienceNanos - (nowNanos - lookedNanos) + earnedNanos);
    bytesIn = getBytesIn();
    lookedNanos = nowNanos;
    return patienceNanos < 0;
  }

  private static long worthNanos(long bytes, int bytesPerSecond) {
    return TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
  }

  private void cut(Stage now) {
    boolean again = told;
    told = true;
    if (now == Stage.HEAD && !again) {
      end.getFillInterest().onFail(new SlowHeadException());
    } else if (now == Stage.BODY && !again) {
      onIdleExpired(new TimeoutException("body too slow"));
    } else {
      close(new TimeoutException("client too slow: stage=" + now));
    }
  }

  /** Closes it at once. What was written and not read is forgotten, so that it holds no memory. */
  void close(Throwable cause) {
    end.close(cause);
  }

  /** How much it matters: those with the lowest number are closed first when there are too many. */
  int rank() {
    return switch (stage()) {
      case QUIET, HEAD -> getMessagesIn() == 0 ? 0 : 1;
      case BODY -> 2;
      case ANSWER -> 3;
      case WORK -> 4;
    };
  }

  /** Only one of Jetty and us gets here, so nothing reads the connection while this answers. */
  @Override
  public void onFillInterestedFailed(Throwable cause) {
    if (cause instanceof SlowHeadException) {
      getParser().close();
      getParser()
          .getHandler()
          .badMessage(
              new HttpException.RuntimeException(
                  HttpStatus.REQUEST_TIMEOUT_408,
                  "the request's line and headers came too slowly"));
    } else {
      super.onFillInterestedFailed(cause);
    }
  }

  /** A request's line and headers took too long. */
  private static final class SlowHeadException extends TimeoutException {
    private static final long serialVersionUID = 1L;
  }
}
