package dev.spillway.yaml;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses which known word was meant, by the fewest letters changed. */
public final class Nearest {
  private static final int LETTERS_PER_SLIP = 3;

  private Nearest() {}

  /** The nearest of {@code words}, or null when none is near: a third of its letters may differ. */
  public static @Nullable String of(String typed, Collection<String> words) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = distance(typed, word);
      if (distance < bestDistance && distance <= Math.max(1, word.length() / LETTERS_PER_SLIP)) {
        best = word;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Letters changed, added, left out or swapped with their neighbour (Damerau's distance). */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
