package dev.spillway.server.security;

import java.util.Locale;

/** Why a caller was not let do what it asked for. */
public enum Denial {
  /** No key was presented. */
  KEY_MISSING,
  /** The key that was presented is none of the configured ones. */
  KEY_UNKNOWN,
  /** The key does not open this. */
  SCOPE_MISSING,
  /** The key is bound to tenants, and this tells of all. */
  TENANT_BOUND,
  /** The key is bound to other tenants than the one that is meant. */
  FOREIGN_TENANT,
  /** The call changes something and lacks what a page of another site cannot send. */
  ADMIN_HEADER,
  /** A browser says that a page of another site is asking. */
  FOREIGN_SITE,
  /** Bound to loopback, and the name that was called is another. */
  FOREIGN_HOST;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in problems, logs and meters. */
  public String token() {
    return token;
  }
}
