package dev.spillway.spill;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no room for a segment; no file was touched that holds anything. */
final class NoSpaceException extends IOException {
  private static final long serialVersionUID = 1;

  NoSpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
