package dev.spillway.limit;

/** The parabola through weighted points with the least squares. Not thread-safe. */
final class Parabola {
  private final double[] powers = new double[5];
  private final double[] products = new double[3];

  void add(double x, double y, double weight) {
    double power = weight;
    for (int degree = 0; degree < powers.length; degree++) {
      powers[degree] += power;
      if (degree < products.length) {
        products[degree] += power * y;
      }
      power *= x;
    }
  }

  /** The slope of the line through the points. */
  double slope() {
    return (powers[0] * products[1] - powers[1] * products[0])
        / (powers[0] * powers[2] - powers[1] * powers[1]);
  }

  /** Where it is highest; NaN if it has no peak. At least three points were added. */
  double peak() {
    double linear = determinant(1);
    double square = determinant(2);
    // both would have to be divided by the same determinant, which is positive
    return square < 0 ? -linear / (2 * square) : Double.NaN;
  }

  /** Of the normal equations, with the column of one coefficient replaced by the products. */
  private double determinant(int replaced) {
    double[][] m = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        m[row][column] = column == replaced ? products[row] : powers[row + column];
      }
    }
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }
}
