package dev.spillway.server.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that come while the JVM is ending already, which it would otherwise ignore.
 *
 * <p>They are reached by reflection, because {@code sun.misc.Signal} of the module {@code
 * jdk.unsupported} is the only way there is, and need not be there.
 */
final class Signals {
  private static final Logger LOGGER = LoggerFactory.getLogger(Signals.class);
  private static final List<String> TERMINATION = List.of("TERM", "INT");

  private Signals() {}

  /** Runs {@code action} on SIGTERM and SIGINT from now on, instead of what they did before. */
  static void onTermination(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.invoke(action, arguments); // equals, hashCode, toString
              });
      for (String name : TERMINATION) {
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
      }
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException i ? i.getTargetException() : e;
      LOGGER.debug("event=signals-not-heard reason=\"{}\"", cause.toString());
    }
  }
}
