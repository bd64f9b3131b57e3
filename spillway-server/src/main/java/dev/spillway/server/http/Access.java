package dev.spillway.server.http;

import dev.spillway.server.security.Scope;
import org.jspecify.annotations.Nullable;

/** What a route asks of whoever calls it. */
enum Access {
  /** Nothing: probes, and the page that says what this is. */
  OPEN(null, true),
  /** Sending events, each under one of the key's tenants. */
  INGEST(Scope.INGEST, true),
  /** What all tenants have in common, such as the figures of a queue. */
  READ_ALL(Scope.READ, false),
  /** What is told for one tenant. */
  READ_OWN(Scope.READ, true),
  /** Changing what all tenants share. */
  ADMIN_ALL(Scope.ADMIN, false),
  /** Changing it by a call of an older system, whose clients send no header that we could ask. */
  ADMIN_ALL_OLD(Scope.ADMIN, false),
  /** Seeing or changing what belongs to tenants, of which a bound key meets only its own. */
  ADMIN_OWN(Scope.ADMIN, true);

  private final @Nullable Scope scope;
  private final boolean forBoundKeys;

  Access(@Nullable Scope scope, boolean forBoundKeys) {
    this.scope = scope;
    this.forBoundKeys = forBoundKeys;
  }

  /** The scope that a key must open; null for none. */
  @Nullable Scope scope() {
    return scope;
  }

  /** Whether a key that is bound to tenants may call it, because it keeps tenants apart. */
  boolean isForBoundKeys() {
    return forBoundKeys;
  }

  boolean isAdmin() {
    return scope == Scope.ADMIN;
  }

  /** Whether a call that changes something must show that no foreign page made it. */
  boolean needsAdminHeader() {
    return isAdmin() && this != ADMIN_ALL_OLD;
  }
}
