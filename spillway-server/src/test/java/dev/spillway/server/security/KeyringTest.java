package dev.spillway.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
  private static final List<AccessKey> KEYS =
      List.of(key("first", "sw_one"), key("second", "sw_two"), key("third", "sw_three"));

  private static AccessKey key(String name, String secret) {
    return new AccessKey(
        name, KeyHash.of(secret), new Grant(Set.of(Scope.READ), Set.of(), Priority.CRITICAL));
  }

  @Test
  void find_eachSecret_findsItsKey() {
    Keyring ring = new Keyring(KEYS);

    assertThat(ring.find("sw_one")).isEqualTo(KEYS.get(0));
    assertThat(ring.find("sw_two")).isEqualTo(KEYS.get(1));
    assertThat(ring.find("sw_three")).isEqualTo(KEYS.get(2));
    assertThat(ring.find("sw_four")).isNull();
    assertThat(ring.find("")).isNull();
    assertThat(ring.find(KEYS.get(0).hash().text())).isNull();
  }

  /** The first key's, the last one's, one but for a letter, and some that are nothing like it. */
  @ParameterizedTest
  @ValueSource(strings = {"sw_one", "sw_three", "sw_onf", "sw_on", "x", ""})
  void find_anySecret_comparesItWithEveryKeyOnce(String secret) {
    List<byte[]> compared = new ArrayList<>();
    BiPredicate<byte[], byte[]> counting =
        (stored, presented) -> {
          assertThat(presented).hasSize(32);
          compared.add(stored);
          return MessageDigest.isEqual(stored, presented);
        };

    new Keyring(KEYS, counting).find(secret);

    assertThat(compared)
        .containsExactlyElementsOf(KEYS.stream().map(key -> key.hash().digest()).toList());
  }

  @Test
  void hash_isReadBack_andShownTooShortToBeOfUse() {
    KeyHash hash = KeyHash.of("sw_one");

    assertThat(KeyHash.parse(hash.text())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(KeyHash.parse(hash.text().toUpperCase(java.util.Locale.ROOT))).isNull();
    assertThat(KeyHash.parse("sha256:" + "A".repeat(64)))
        .isEqualTo(KeyHash.parse("sha256:" + "a".repeat(64)));
    assertThat(KeyHash.parse(hash.text() + "0")).isNull();
    assertThat(hash.toString()).hasSize("sha256:".length() + 7).endsWith("…");
    assertThat(KEYS.toString()).doesNotContain(hash.text().substring(0, 16));
  }

  @Test
  void admin_opensWhatReadOpens_andNothingElse() {
    Grant admin = new Grant(Set.of(Scope.ADMIN), Set.of(), Priority.CRITICAL);

    assertThat(admin.opens(Scope.READ)).isTrue();
    assertThat(admin.opens(Scope.INGEST)).isFalse();
    assertThat(new Grant(Set.of(Scope.READ), Set.of(), Priority.CRITICAL).opens(Scope.ADMIN))
        .isFalse();
  }
}
