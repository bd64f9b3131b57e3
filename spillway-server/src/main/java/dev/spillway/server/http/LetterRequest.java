package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.queue.DeadLetterFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** Understands the query of the calls about dead letters. Used by one thread. */
final class LetterRequest {
  private static final String ALL = "all";

  private final Fields query;

  /**
   * The query of {@code request}, in which only {@code id}, which may repeat, {@code priority},
   * {@code tenant}, {@code limit} and {@code more} may stand.
   */
  LetterRequest(Request request, String more) throws ProblemException {
    try {
      query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    } catch (RuntimeException e) { // Jetty throws several kinds for broken escapes
      throw bad("the query cannot be decoded");
    }
    List<String> known = List.of("id", "priority", "tenant", "limit", more);
    for (String name : query.getNames()) {
      if (!known.contains(name)) {
        throw bad("parameters must be of " + String.join(", ", known) + ": parameter=" + name);
      }
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.of(ProblemType.BAD_QUERY, detail));
  }

  private @Nullable String single(String name) throws ProblemException {
    List<String> values = query.getValuesOrEmpty(name);
    if (values.size() > 1) {
      throw bad(name + " must be there once: " + name + "=" + String.join(",", values));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** A whole number from {@code least} to {@code most}, or {@code absent}. */
  long number(String name, long absent, long least, long most) throws ProblemException {
    String text = single(name);
    if (text == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name + " must be a whole number: " + name + "=" + text);
    }
    throw bad(name + " must be from " + least + " to " + most + ": " + name + "=" + text);
  }

  /** The letters that are meant, {@code limit} at most. */
  DeadLetterFilter filter(long limit) throws ProblemException {
    DeadLetterFilter filter =
        DeadLetterFilter.ALL.withIds(Set.copyOf(query.getValuesOrEmpty("id"))).withLimit(limit);
    String priority = single("priority");
    if (priority != null) {
      filter = filter.withPriority(priorityOf(priority));
    }
    String tenant = single("tenant");
    return tenant == null ? filter : filter.withTenant(tenant);
  }

  private static Priority priorityOf(String token) throws ProblemException {
    for (Priority priority : Priority.values()) {
      if (priority.token().equals(token)) {
        return priority;
      }
    }
    String known =
        Stream.of(Priority.values()).map(Priority::token).collect(Collectors.joining(", "));
    throw bad("priority must be one of " + known + ": priority=" + token);
  }

  /** The letters that a call which changes them means: all of them only if it says so. */
  DeadLetterFilter selection() throws ProblemException {
    String all = single(ALL);
    boolean narrowed = query.getNames().stream().anyMatch(name -> !name.equals(ALL));
    if (all != null && !all.equals("true")) {
      throw bad("all must be true or absent: all=" + all);
    }
    if (narrowed == (all != null)) {
      throw bad("there must be either all=true, or at least one of id, priority, tenant, limit");
    }
    return filter(number("limit", Long.MAX_VALUE, 1, Long.MAX_VALUE));
  }
}
