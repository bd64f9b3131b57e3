package dev.spillway.server.ingest;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code traceparent} of W3C Trace Context, level 1. */
final class TraceContext {
  private static final String HEADER = "traceparent";
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "(-[ -~]{0,200})?");

  private TraceContext() {}

  /** The header's value, or null when it is missing or malformed, which means the same there. */
  static @Nullable String fromHeader(Function<String, @Nullable String> headers) {
    String value = headers.apply(HEADER);
    return value != null && WELL_FORMED.matcher(value).matches() ? value : null;
  }
}
