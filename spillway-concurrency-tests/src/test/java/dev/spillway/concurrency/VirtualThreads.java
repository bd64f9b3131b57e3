package dev.spillway.concurrency;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, where the JVM has them; the tests are compiled for one that has none. */
final class VirtualThreads {
  private VirtualThreads() {}

  static boolean areThere() {
    return Runtime.version().feature() >= 21;
  }

  /** An executor with a new virtual thread for each task. */
  static ExecutorService executor() {
    try {
      Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) method.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no virtual threads in Java " + Runtime.version(), e);
    }
  }
}
