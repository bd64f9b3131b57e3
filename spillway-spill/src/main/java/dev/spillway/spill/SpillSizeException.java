package dev.spillway.spill;

/** A size of a log that does not go together with the others. */
public final class SpillSizeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String name;
  private final String constraint;
  private final long bytes;

  SpillSizeException(String name, String constraint, long bytes) {
    super(name + " must be " + constraint + ": " + name + "=" + bytes);
    this.name = name;
    this.constraint = constraint;
    this.bytes = bytes;
  }

  /** Which size: {@code disk-bytes}, {@code carry-over-bytes}, {@code max-record-bytes} … */
  public String name() {
    return name;
  }

  /** What it must be, with the bound in bytes. */
  public String constraint() {
    return constraint;
  }

  /** What it is. */
  public long bytes() {
    return bytes;
  }
}
