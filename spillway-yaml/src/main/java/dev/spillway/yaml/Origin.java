package dev.spillway.yaml;

/**
 * Where a value was given.
 *
 * @param layer which source it came from; a later layer wins
 * @param place the exact place, such as {@code spillway.yaml:12:5} or {@code SPILLWAY_HTTP_PORT}
 * @param line the line of a file, to bring mistakes into order; 0 elsewhere
 */
public record Origin(Layer layer, String place, int line) {
  /** Of a value that nobody gave. */
  public static final Origin DEFAULT = new Origin(Layer.DEFAULT, "default", 0);

  /** The sources of values; the later wins. */
  public enum Layer {
    DEFAULT,
    PROFILE,
    FILE,
    ENVIRONMENT,
    COMMAND_LINE,
    CHANGE
  }
}
