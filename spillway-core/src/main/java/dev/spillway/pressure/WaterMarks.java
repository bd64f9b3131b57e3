package dev.spillway.pressure;

/**
 * Two fill levels with a gap between them, so that backpressure does not flutter: it turns on at
 * the high mark and off at the low one. Immutable.
 *
 * @param low at or below this it turns off; above 0
 * @param high at or above this it turns on; above {@code low} and at most 1
 */
public record WaterMarks(double low, double high) {
  /** On at four fifths, off at three fifths. */
  public static final WaterMarks DEFAULT = new WaterMarks(0.6, 0.8);

  /**
   * Two marks.
   *
   * @throws IllegalArgumentException unless 0 &lt; low &lt; high &lt;= 1
   */
  public WaterMarks {
    if (!(low > 0 && low < high && high <= 1)) {
      throw new IllegalArgumentException(
          "low-mark must be above 0 and below high-mark, which must be at most 1: low-mark="
              + low
              + " high-mark="
              + high);
    }
  }

  /** Whether backpressure is on at {@code utilization}, given whether it was on before. */
  public boolean next(boolean wasOn, double utilization) {
    return wasOn ? utilization > low : utilization >= high;
  }
}
