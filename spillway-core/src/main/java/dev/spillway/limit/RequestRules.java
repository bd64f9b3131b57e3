package dev.spillway.limit;

import dev.spillway.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells a request's class by its path. Immutable.
 *
 * <p>A rule that begins with a slash fits paths that begin with it, whole segments only: {@code
 * /api/health} fits {@code /api/health/live} and not {@code /api/healthy}. A rule without one fits
 * paths that have it as a segment anywhere. Case does not matter, and the first rule that fits
 * decides.
 */
public final class RequestRules {
  private final List<Rule> rules;
  private final Priority otherwise;

  private RequestRules(List<Rule> rules, Priority otherwise) {
    this.rules = List.copyOf(rules);
    this.otherwise = otherwise;
  }

  /**
   * Probes and metrics are critical, voice and streams high, users and sign-in normal, analytics
   * and reports low, and everything else is normal.
   */
  public static RequestRules standard() {
    return new RequestRules(List.of(), Priority.NORMAL)
        .with(Priority.CRITICAL, "health", "metrics")
        .with(Priority.HIGH, "voice", "stream", "streams")
        .with(Priority.NORMAL, "user", "users", "auth")
        .with(Priority.LOW, "analytics", "report", "reports");
  }

  /** No rules: all requests are of one class. */
  public static RequestRules all(Priority priority) {
    return new RequestRules(List.of(), priority);
  }

  /**
   * The same with more rules behind those there are.
   *
   * @throws IllegalArgumentException if a rule is empty or has a slash elsewhere than in a path
   */
  public RequestRules with(Priority priority, String... fits) {
    List<Rule> more = new ArrayList<>(rules);
    for (String fit : fits) {
      more.add(Rule.of(fit, priority));
    }
    return new RequestRules(more, otherwise);
  }

  /** The class of a request for {@code path}, such as {@code /api/users/42}; without a query. */
  public Priority classify(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    for (Rule rule : rules) {
      if (rule.fits(lower)) {
        return rule.priority();
      }
    }
    return otherwise;
  }

  private record Rule(String fit, Priority priority) {
    static Rule of(String fit, Priority priority) {
      String lower = fit.toLowerCase(Locale.ROOT);
      while (lower.length() > 1 && lower.endsWith("/")) {
        lower = lower.substring(0, lower.length() - 1);
      }
      if (lower.isEmpty() || (!lower.startsWith("/") && lower.indexOf('/') >= 0)) {
        throw new IllegalArgumentException(
            "rule must be a path that begins with /, or a segment without one: rule=" + fit);
      }
      return new Rule(lower, priority);
    }

    boolean fits(String path) {
      if (fit.startsWith("/")) {
        return path.startsWith(fit)
            && (fit.equals("/")
                || path.length() == fit.length()
                || path.charAt(fit.length()) == '/');
      }
      for (int from = path.indexOf(fit); from >= 0; from = path.indexOf(fit, from + 1)) {
        int end = from + fit.length();
        boolean begins = from == 0 || path.charAt(from - 1) == '/';
        if (begins && (end == path.length() || path.charAt(end) == '/')) {
          return true;
        }
      }
      return false;
    }
  }
}
