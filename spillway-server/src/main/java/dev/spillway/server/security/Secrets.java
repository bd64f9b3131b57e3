package dev.spillway.server.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets of keys. Stateless. */
public final class Secrets {
  /** What every secret begins with, so that scanners of repositories find those that leak. */
  public static final String PREFIX = "sw_";

  private static final int BYTES = 32;

  private Secrets() {}

  /** A new secret of 256 bits out of {@code random}. */
  public static String create(SecureRandom random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
