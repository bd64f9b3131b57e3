package dev.spillway.servlet;

import dev.spillway.Headers;
import dev.spillway.Priority;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Request;
import dev.spillway.limit.RequestRules;
import dev.spillway.time.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what decides about a request: by the path, and by headers as far as they are believed. */
final class Intake {
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
  private static final int TENANT_CHARACTERS = 256;

  /** Nobody waits for longer, and times can still be added. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final Limiter limiter;
  private final RequestRules rules;
  private final PriorityTrust priorityTrust;
  private final Function<HttpServletRequest, @Nullable String> tenant;
  private final boolean tenantFromHeader;
  private final @Nullable Duration longestDeadline;
  private final TimeSource time;

  Intake(LimiterFilterBuilder settings) {
    limiter = settings.limiter;
    rules = settings.rules;
    priorityTrust = settings.priorityTrust;
    tenant = settings.tenant;
    tenantFromHeader = settings.tenantFromHeader;
    longestDeadline = settings.longestDeadline;
    time = settings.time;
  }

  /**
   * What {@code request} asks for.
   *
   * @param strict whether a header that cannot be understood is an error, or as if it were not
   *     there
   */
  Propagation read(HttpServletRequest request, boolean strict) throws InvalidHeaderException {
    Headed headed = new Headed(request, strict);
    Priority priority = priority(headed);
    Duration left = left(headed, priority);
    String whose = tenantFromHeader ? tenant(headed) : tenant.apply(request);
    return new Propagation(priority, whose, time, time.nanoTime() + nanosOf(left));
  }

  private static long nanosOf(Duration left) {
    return left.compareTo(LONGEST) < 0 ? left.toNanos() : LONGEST.toNanos();
  }

  /** What the limiter is asked for. */
  static Request asked(Propagation terms) {
    Duration left = terms.timeLeft();
    Request asked =
        Request.of(terms.priority()).withTime(left.isZero() ? Duration.ofNanos(1) : left);
    String whose = terms.tenant();
    return whose == null ? asked : asked.withTenant(whose);
  }

  private Priority priority(Headed headed) throws InvalidHeaderException {
    Priority ruled = rules.classify(pathOf(headed.request()));
    if (priorityTrust == PriorityTrust.IGNORED) {
      return ruled;
    }
    String text = headed.value(Headers.PRIORITY);
    if (text == null) {
      return ruled;
    }
    Priority wished = priorityNamed(text);
    if (wished == null) {
      headed.complain(
          Headers.PRIORITY,
          "must be one of critical, high, normal, low, bulk, urgent, medium",
          text);
      return ruled;
    }
    boolean lowers = ruled.isAtLeast(wished);
    return lowers || priorityTrust == PriorityTrust.BELIEVED ? wished : ruled;
  }

  private static String pathOf(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  private static @Nullable Priority priorityNamed(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "critical" -> Priority.CRITICAL;
      case "high", "urgent" -> Priority.HIGH;
      case "normal", "medium" -> Priority.NORMAL;
      case "low" -> Priority.LOW;
      case "bulk" -> Priority.BULK;
      default -> null;
    };
  }

  private Duration left(Headed headed, Priority priority) throws InvalidHeaderException {
    Duration own = limiter.deadline(priority);
    String text = headed.value(Headers.DEADLINE_MILLIS);
    if (text == null) {
      return own;
    }
    if (!MILLIS.matcher(text).matches()) {
      headed.complain(Headers.DEADLINE_MILLIS, "must be a whole number of milliseconds", text);
      return own;
    }
    Duration asked = Duration.ofMillis(Long.parseLong(text));
    Duration most = longestDeadline == null ? own : longestDeadline;
    return asked.compareTo(most) < 0 ? asked : most;
  }

  private static @Nullable String tenant(Headed headed) throws InvalidHeaderException {
    String text = headed.value(Headers.TENANT);
    if (text == null || text.length() <= TENANT_CHARACTERS) {
      return text;
    }
    headed.complain(Headers.TENANT, "must have at most " + TENANT_CHARACTERS + " characters", text);
    return null;
  }

  /** The headers of a request, each of which may be there once. */
  private record Headed(HttpServletRequest request, boolean strict) {
    /** Null if it is not there, empty, or not to be understood. */
    @Nullable String value(String name) throws InvalidHeaderException {
      Enumeration<String> values = request.getHeaders(name);
      if (values == null || !values.hasMoreElements()) {
        return null;
      }
      String value = values.nextElement().strip();
      if (values.hasMoreElements()) {
        complain(name, "must be there once", value + ", " + values.nextElement());
        return null;
      }
      return value.isEmpty() ? null : value;
    }

    void complain(String name, String constraint, String value) throws InvalidHeaderException {
      if (strict) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        throw new InvalidHeaderException(name, name + " " + constraint + ": " + name + "=" + shown);
      }
    }
  }
}
