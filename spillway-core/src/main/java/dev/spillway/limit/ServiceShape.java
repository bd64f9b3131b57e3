package dev.spillway.limit;

/**
 * How service times spread around their mean, so that "time enough" means the same for work that
 * always takes alike and for work that rarely takes very long. Guarded by the limiter's lock.
 *
 * <p>Counts of service time by mean in logarithmic buckets, eight for each doubling; the past is
 * halved every {@value #HALVE_EVERY} samples. Until enough was seen it is taken for exponential.
 */
final class ServiceShape {
  private static final int PER_DOUBLING = 8;
  private static final int DOUBLINGS_BELOW = 6;
  private static final int BUCKETS = PER_DOUBLING * 14;
  private static final int HALVE_EVERY = 1024;
  private static final int LOOK_EVERY = 32;
  private static final double LN2 = 0.6931471805599453;

  /** Above x times the mean is only this share of all slot time. */
  private static final double RARE_WORK = 0.004;

  private final double[] counts = new double[BUCKETS];
  private final double[] middles = new double[BUCKETS];
  private int samples;

  /** At first those of an exponential distribution. */
  private double median = 0.69;

  private double usual = 1.61;
  private double most = 3;
  private double rare = 7.7;

  ServiceShape() {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      middles[bucket] = StrictMath.pow(2, (bucket + 0.5) / PER_DOUBLING - DOUBLINGS_BELOW);
    }
  }

  /** Counts one service time as a multiple of the mean. */
  void add(double multiple) {
    double position =
        (StrictMath.log(Math.max(multiple, 1e-9)) / LN2 + DOUBLINGS_BELOW) * PER_DOUBLING;
    counts[(int) Math.max(0, Math.min(BUCKETS - 1, position))]++;
    samples++;
    if (samples % HALVE_EVERY == 0) {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        counts[bucket] /= 2;
      }
    }
    if (samples % LOOK_EVERY == 0) {
      look();
    }
  }

  private void look() {
    double all = 0;
    double work = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      all += counts[bucket];
      work += counts[bucket] * middles[bucket];
    }
    median = quantile(0.5 * all);
    usual = quantile(0.8 * all);
    most = quantile(0.95 * all);
    double late = 0;
    int bucket = BUCKETS - 1;
    while (bucket > 0 && late + counts[bucket] * middles[bucket] < RARE_WORK * work) {
      late += counts[bucket] * middles[bucket];
      bucket--;
    }
    rare = middles[bucket];
  }

  private double quantile(double rank) {
    double seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return middles[bucket];
      }
    }
    return middles[BUCKETS - 1];
  }

  /** Half of all work takes at most so many times the mean. */
  double median() {
    return median;
  }

  /** Four of five take at most so many times the mean. */
  double usual() {
    return usual;
  }

  /** Nineteen of twenty take at most so many times the mean. */
  double most() {
    return most;
  }

  /** What takes longer than so many times the mean is four thousandths of all slot time. */
  double rare() {
    return rare;
  }
}
