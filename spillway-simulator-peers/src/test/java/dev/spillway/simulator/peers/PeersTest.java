package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.PeerRun;
import dev.spillway.simulator.PolicyFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {
  private static final String RISE_AND_FALL =
      """
      name: test
      title: A rise and a fall
      length: 6s
      plant: {}
      sources:
        - name: all
          load: [{from: 0s, value: 0.8}, {from: 2s, value: 10}, {from: 4s, value: 0.8}]
      """;

  private static final String HOSTILE =
      """
      name: test
      title: Clients that try again, while the plant is slow
      length: 6s
      plant: {capacity: [{from: 0s, value: 1}, {from: 1s, value: 0.2}, {from: 3s, value: 1}]}
      sources:
        - {name: all, load: [{from: 0s, value: 0.9}], calls: 3}
      clients: {kind: hostile, attempts: 4, first-wait: 10ms, count: 16}
      """;

  static List<PolicyFactory> peers() {
    return ServiceLoader.load(PolicyFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  @Test
  void load_findsEveryPeerByItsName() {
    assertThat(peers())
        .extracting(PolicyFactory::name)
        .containsExactlyInAnyOrder(
            "netflix-vegas",
            "netflix-gradient2",
            "netflix-aimd",
            "breakwater",
            "sre-throttle",
            "dagor",
            "pid-priority",
            "bbr");
  }

  @ParameterizedTest
  @MethodSource("peers")
  void description_ofEveryPeer_isOneLine(PolicyFactory peer) {
    assertThat(peer.description()).isNotBlank().hasLineCount(1).hasSizeLessThan(100);
  }

  @ParameterizedTest
  @MethodSource("peers")
  void run_sameSeed_hasTheSameHash(PolicyFactory peer) {
    long first = PeerRun.of(HOSTILE, peer, 7).hash();

    assertThat(PeerRun.of(HOSTILE, peer, 7).hash()).isEqualTo(first);
    assertThat(PeerRun.of(HOSTILE, peer, 8).hash()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("peers")
  void run_underTenTimesTheCapacity_startsOrRefusesEveryCallOnce(PolicyFactory peer) {
    assertThat(PeerRun.of(RISE_AND_FALL, peer, 3).unanswered()).isZero();
  }

  @ParameterizedTest
  @MethodSource("peers")
  void run_underHalfTheCapacity_servesNearlyEveryCall(PolicyFactory peer) {
    assertThat(PeerRun.of(Plants.steady(0.5, 20), peer, 5).served()).isGreaterThan(0.985);
  }
}
