package dev.spillway.server.security;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All keys that are configured. Immutable and thread-safe.
 *
 * <p>A presented secret is hashed and its hash compared with that of every key, each comparison
 * over all bytes, also after one was equal: a right secret, a wrong one and one that is nearly
 * right take the same steps, so the time of an answer tells nothing about the keys.
 */
public final class Keyring {
  /** No keys: everybody may everything. */
  public static final Keyring EMPTY = new Keyring(List.of());

  private final List<AccessKey> keys;
  private final BiPredicate<byte[], byte[]> equality;

  public Keyring(Collection<AccessKey> keys) {
    this(keys, MessageDigest::isEqual);
  }

  Keyring(Collection<AccessKey> keys, BiPredicate<byte[], byte[]> equality) {
    this.keys = List.copyOf(keys);
    this.equality = equality;
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The names of all. */
  public List<String> names() {
    return keys.stream().map(AccessKey::name).toList();
  }

  /** The key whose secret this is, or null. */
  public @Nullable AccessKey find(String secret) {
    byte[] presented = KeyHash.of(secret).digest();
    int found = -1;
    for (int index = 0; index < keys.size(); index++) {
      boolean equal = equality.test(keys.get(index).hash().digest(), presented);
      found = equal ? index : found;
    }
    return found < 0 ? null : keys.get(found);
  }
}
