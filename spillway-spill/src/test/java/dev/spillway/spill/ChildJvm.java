package dev.spillway.spill;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Programs that a test runs in a JVM of their own. */
final class ChildJvm {
  static final SpillListener DEAF =
      new SpillListener() {
        @Override
        public void onReadable() {}

        @Override
        public void onMemoryReleased(long bytes) {}
      };

  private ChildJvm() {}

  static Process start(Class<?> program, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program.getName(), directory.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Opens a log, says so, and holds it until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (SpillLog log = SpillLog.builder(Path.of(arguments[0])).open()) {
        log.connect(DEAF);
        System.out.println("open");
        while (System.in.read() >= 0) {}
      }
    }
  }

  /** Appends durably from several threads and prints each record once it is told forced. */
  static final class Appender {
    private static final int THREADS = 4;
    private static final int IN_FLIGHT = 16;

    private Appender() {}

    public static void main(String[] arguments) throws InterruptedException {
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
      SpillLog log = SpillLog.builder(Path.of(arguments[0])).diskBytes(256L << 20).open();
      log.connect(DEAF);
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        new Thread(() -> append(log, number, out)).start();
      }
      new CountDownLatch(1).await();
    }

    private static void append(SpillLog log, int thread, PrintStream out) {
      Priority[] priorities = Priority.values();
      Semaphore window = new Semaphore(IN_FLIGHT);
      for (long count = 0; ; count++) {
        window.acquireUninterruptibly();
        Priority priority = priorities[(int) ((thread + count) % priorities.length)];
        String text = priority + "/" + thread + "/" + count;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        RecordBuffer records = new RecordBuffer(bytes.length + RecordBuffer.LENGTH_BYTES);
        records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
        SpillLane lane = log.backlog(priority);
        lane.append(records, new Printer(text, out, window));
      }
    }

    private record Printer(String text, PrintStream out, Semaphore window)
        implements AppendCallback {
      @Override
      public void onForced() {
        synchronized (out) {
          out.println(text);
          out.flush();
        }
        window.release();
      }

      @Override
      public void onFailed(int forcedRecords, Throwable cause) {
        window.release();
      }
    }
  }
}
