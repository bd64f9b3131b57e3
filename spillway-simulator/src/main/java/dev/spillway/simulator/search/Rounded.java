package dev.spillway.simulator.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;

/** Figures with few digits, so that a file can say them exactly. Stateless. */
final class Rounded {
  private static final MathContext DIGITS = new MathContext(3);

  private Rounded() {}

  static double toDigits(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** Draws a figure whose size is as likely to be any. */
  static double between(SplittableRandom random, double least, double most) {
    return toDigits(least * StrictMath.pow(most / least, random.nextDouble()));
  }

  /** Without an exponent, and without needless digits. */
  static String text(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
