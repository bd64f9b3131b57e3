package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.server.security.AccessKey;
import dev.spillway.server.security.Grant;
import dev.spillway.server.security.KeyHash;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.security.Scope;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;

/** Keys of every kind, whose secrets are their names. */
final class Keys {
  static final String PRODUCER = "producer";
  static final String READER = "reader";
  static final String OPERATOR = "operator";

  /** Bound to tenant a, with all scopes. */
  static final String OF_A = "of-a";

  /** Bound to tenants a and c, with all scopes. */
  static final String OF_A_AND_C = "of-a-and-c";

  /** Sends events of normal priority at most, and reads. */
  static final String MODEST = "modest";

  static final Keyring RING =
      new Keyring(
          List.of(
              key(PRODUCER, Set.of(Scope.INGEST), Set.of(), Priority.CRITICAL),
              key(READER, Set.of(Scope.READ), Set.of(), Priority.CRITICAL),
              key(OPERATOR, Set.of(Scope.ADMIN), Set.of(), Priority.CRITICAL),
              key(OF_A, Set.of(Scope.values()), Set.of("a"), Priority.CRITICAL),
              key(OF_A_AND_C, Set.of(Scope.values()), Set.of("a", "c"), Priority.CRITICAL),
              key(MODEST, Set.of(Scope.INGEST, Scope.READ), Set.of(), Priority.NORMAL)));

  private Keys() {}

  private static AccessKey key(
      String name, Set<Scope> scopes, Set<String> tenants, Priority highest) {
    return new AccessKey(name, KeyHash.of(name), new Grant(scopes, tenants, highest));
  }

  /** The same request with a key. */
  static HttpRequest.Builder with(String key, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + key);
  }
}
