package dev.spillway.server.http;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows positions of letters to somebody who must not learn how many letters of others lie between
 * them. Immutable and thread-safe.
 *
 * <p>A Feistel network of four rounds over 52 bits (Luby and Rackoff, 1988) with HMAC-SHA256 as the
 * round function: a permutation that nobody can tell from a random one without the secret. The
 * result is exact as a JSON number. A secret lives as long as the server, so positions are masked
 * otherwise after a restart.
 */
final class PositionMask {
  /** What {@link #open} gives for a number that masks no position. */
  static final long NONE = -2;

  private static final int HALF_BITS = 26;
  private static final long HALF = (1L << HALF_BITS) - 1;
  private static final int ROUNDS = 4;

  /** No log gets so far; a number made up, or masked by another secret, nearly always does. */
  private static final long END = 1L << 40;

  private final SecretKeySpec secret;

  PositionMask(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The number that stands for {@code position}. */
  long mask(long position) {
    long left = position >>> HALF_BITS;
    long right = position & HALF;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ mix(round, right);
      left = right;
      right = next;
    }
    return left << HALF_BITS | right;
  }

  /** The position that {@code masked} stands for, or {@link #NONE}. */
  long open(long masked) {
    if (masked < 0 || masked >>> (2 * HALF_BITS) != 0) {
      return NONE;
    }
    long left = masked >>> HALF_BITS;
    long right = masked & HALF;
    for (int round = ROUNDS - 1; round >= 0; round--) {
      long before = right ^ mix(round, left);
      right = left;
      left = before;
    }
    long position = left << HALF_BITS | right;
    return position < END ? position : NONE;
  }

  private long mix(int round, long half) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] hash = mac.doFinal(ByteBuffer.allocate(12).putInt(round).putLong(half).array());
      return ByteBuffer.wrap(hash).getLong() & HALF;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
