package dev.spillway.simulator.scenario;

import java.util.SplittableRandom;

/** How service times spread around a mean of 1. */
public enum Distribution {
  /** Without memory. */
  EXPONENTIAL {
    @Override
    public double draw(SplittableRandom random, double shape) {
      return -StrictMath.log(1 - random.nextDouble());
    }
  },
  /** Its logarithm is normal; the shape is sigma. */
  LOGNORMAL {
    @Override
    public double draw(SplittableRandom random, double shape) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double normal = radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
      return StrictMath.exp(shape * normal - shape * shape / 2);
    }
  },
  /** Bounded, alpha 1.5; the longest is as many times the shortest as the shape says. */
  PARETO {
    @Override
    public double draw(SplittableRandom random, double shape) {
      double alpha = 1.5;
      double cut = 1 - StrictMath.pow(shape, -alpha);
      double least = (alpha - 1) / alpha * cut / (1 - StrictMath.pow(shape, 1 - alpha));
      return least * StrictMath.pow(1 - random.nextDouble() * cut, -1 / alpha);
    }
  },
  /** Always the mean. */
  CONSTANT {
    @Override
    public double draw(SplittableRandom random, double shape) {
      return 1;
    }
  };

  /** The next one, from {@code random} alone. */
  public abstract double draw(SplittableRandom random, double shape);
}
