package dev.spillway.server.security;

/**
 * Who makes a request. Immutable.
 *
 * @param name the name of the key that was presented; {@code -} when none was
 * @param grant what it may do
 * @param authenticated whether a key was presented and is known
 */
public record Caller(String name, Grant grant, boolean authenticated) {
  /** Whoever comes while no key is configured. */
  public static final Caller ANYBODY = new Caller("-", Grant.ALL, false);

  /** Somebody without a known key, where keys are configured. */
  public static final Caller NOBODY = new Caller("-", Grant.NONE, false);

  /** The holder of {@code key}. */
  public static Caller of(AccessKey key) {
    return new Caller(key.name(), key.grant(), true);
  }

  /** Whether it may see what all tenants have in common. */
  public boolean readsEverything() {
    return grant.opens(Scope.READ) && !grant.isBound();
  }
}
