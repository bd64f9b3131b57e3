package dev.spillway.server.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Gives one string for equal characters, most of the time: records of one body repeat their types,
 * tenants and severities. Not thread-safe; forgets what shares a place.
 */
final class TextCache {
  private static final int PLACES = 256;
  private static final int MAX_CHARACTERS = 64;

  private final @Nullable String[] places = new @Nullable String[PLACES];

  String text(char[] characters, int offset, int length) {
    if (length > MAX_CHARACTERS) {
      return new String(characters, offset, length);
    }
    int hash = 0;
    for (int index = offset; index < offset + length; index++) {
      hash = 31 * hash + characters[index];
    }
    int place = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PLACES - 1);
    String known = places[place];
    if (known == null || !equal(known, characters, offset, length)) {
      known = new String(characters, offset, length);
      places[place] = known;
    }
    return known;
  }

  private static boolean equal(String known, char[] characters, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int index = 0; index < length; index++) {
      if (known.charAt(index) != characters[offset + index]) {
        return false;
      }
    }
    return true;
  }
}
