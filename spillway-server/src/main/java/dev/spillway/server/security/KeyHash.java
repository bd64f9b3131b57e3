package dev.spillway.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a secret. A secret is 256 random bits, which nobody can guess, so neither salt nor
 * a slow hash would add anything. Immutable.
 */
public final class KeyHash {
  private static final String PREFIX = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int SHOWN_DIGITS = 6;

  private final byte[] digest;

  private KeyHash(byte[] digest) {
    this.digest = digest;
  }

  /** The hash of a secret as it is presented. */
  public static KeyHash of(String secret) {
    try {
      return new KeyHash(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Reads {@code sha256:} with 64 hexadecimal digits; null if it is anything else. */
  public static @Nullable KeyHash parse(String text) {
    if (!text.startsWith(PREFIX) || !HEX.matcher(text.substring(PREFIX.length())).matches()) {
      return null;
    }
    return new KeyHash(HexFormat.of().parseHex(text.substring(PREFIX.length())));
  }

  /** As the configuration has it. */
  public String text() {
    return PREFIX + HexFormat.of().formatHex(digest);
  }

  byte[] digest() {
    return digest;
  }

  /** Enough to tell it from others, and too little to be of use. */
  @Override
  public String toString() {
    return text().substring(0, PREFIX.length() + SHOWN_DIGITS) + "…";
  }

  /** Takes as long whatever the two have in common. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyHash hash && MessageDigest.isEqual(digest, hash.digest);
  }

  @Override
  public int hashCode() {
    return (digest[0] & 0xff) | (digest[1] & 0xff) << 8;
  }
}
