package dev.spillway.benchmarks.hostile;

import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many connections of one process that say nothing, and some that say or read something now and
 * then. What the gateway closes is opened again at once. Runs until its input ends.
 */
final class Crowd {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SOURCES = 8;
  private static final byte[] HEAD =
      ascii("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(10_000));
  private static final byte[] BODY_HEAD =
      ascii(
          String.join(
              "\r\n",
              "POST /api/v1/queues/default/events HTTP/1.1",
              "Host: localhost",
              "Content-Type: text/plain",
              "Content-Length: 1000000",
              "",
              "x"));
  private static final byte[] ASKING =
      ascii("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));

  private final int port;
  private final Selector selector = Selector.open();
  private final List<Member> slow = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(64);
  private long opened;

  private Crowd(int port) throws IOException {
    this.port = port;
  }

  /** Takes the port, how many are silent, and how many are slow. */
  public static void main(String[] arguments) throws IOException {
    Crowd crowd = new Crowd(Integer.parseInt(arguments[0]));
    int silent = Integer.parseInt(arguments[1]);
    int slow = Integer.parseInt(arguments[2]);
    Thread watch = new Thread(Crowd::endWithInput, "input");
    watch.setDaemon(true);
    watch.start();
    for (int number = 0; number < silent; number++) {
      crowd.open(new Member(Kind.SILENT));
    }
    for (int number = 0; number < slow; number++) {
      Member member = new Member(Kind.SLOW[number % Kind.SLOW.length]);
      crowd.slow.add(member);
      crowd.open(member);
    }
    System.out.println("ready");
    crowd.run(silent + slow);
  }

  private static void endWithInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream()); // only its end matters
    } catch (IOException e) {
      System.err.println("crowd: " + e);
    }
    System.exit(0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void run(int first) throws IOException {
    TimeSource time = TimeSource.system();
    long tickNanos = time.nanoTime();
    long told = first;
    while (true) {
      long waitNanos = tickNanos + TICK_NANOS - time.nanoTime();
      if (waitNanos > 0) {
        selector.select(
            key -> reopenIfEnded((Member) key.attachment()),
            Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos)));
      } else {
        tickNanos += TICK_NANOS;
        for (Member member : slow) {
          step(member);
        }
        if (opened != told) {
          told = opened;
          System.out.println("closed " + (opened - first));
        }
      }
    }
  }

  private void open(Member member) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    byte[] source = {127, 0, 0, (byte) (2 + opened % SOURCES)};
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    member.channel = channel;
    member.sent = 0;
    opened++;
    if (member.kind == Kind.SILENT) {
      channel.register(selector, SelectionKey.OP_READ, member);
    } else {
      step(member);
    }
  }

  private void reopenIfEnded(Member member) {
    try {
      buffer.clear();
      if (member.channel().read(buffer) < 0) {
        reopen(member);
      }
    } catch (IOException e) {
      reopen(member);
    }
  }

  private void reopen(Member member) {
    try {
      member.channel().close();
      open(member);
    } catch (IOException e) {
      throw new IllegalStateException("crowd: cannot connect again", e);
    }
  }

  /** One byte of a head or of a body, as many questions as go, or some bytes of the answers. */
  private void step(Member member) {
    try {
      SocketChannel channel = member.channel();
      switch (member.kind) {
        case HEAD -> member.sent += channel.write(ByteBuffer.wrap(HEAD, member.sent, 1));
        case BODY -> {
          int count = member.sent == 0 ? BODY_HEAD.length : 1;
          channel.write(ByteBuffer.wrap(BODY_HEAD, BODY_HEAD.length - count, count));
          member.sent = 1;
        }
        default -> channel.write(ByteBuffer.wrap(ASKING));
      }
      buffer.clear();
      if (member.kind != Kind.DEAF && channel.read(buffer) < 0) {
        reopen(member);
      }
    } catch (IOException e) {
      reopen(member);
    }
  }

  private enum Kind {
    SILENT,
    HEAD,
    BODY,
    /** Asks and reads nothing. */
    DEAF,
    /** Asks and reads a little. */
    TRICKLE;

    static final Kind[] SLOW = {HEAD, BODY, DEAF, TRICKLE};
  }

  /** One connection, and the ones that follow it. */
  private static final class Member {
    private final Kind kind;
    private @Nullable SocketChannel channel;
    private int sent;

    Member(Kind kind) {
      this.kind = kind;
    }

    SocketChannel channel() {
      return Objects.requireNonNull(channel);
    }
  }
}
