package dev.spillway.queue;

import static dev.spillway.queue.Events.numbered;
import static dev.spillway.queue.Events.offer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Admitted;
import dev.spillway.Explanation;
import dev.spillway.Explanation.Finding;
import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import dev.spillway.rate.Quota;
import dev.spillway.rate.RateSettings;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rate, quotas, shares and deadlines in front of a queue, in every mode. */
class GuardsTest {
  private static final Quota UNBOUND = new Quota(Double.POSITIVE_INFINITY, 1);

  private final ManualTime time = new ManualTime(5);
  private final EventQueue queue =
      EventQueue.builder("guarded").memoryBytes(1 << 20).time(time).build();

  @AfterEach
  void balances() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private void rate(Mode mode, RateSettings.Builder settings) {
    queue.change(queue.policy().toBuilder().rate(mode, settings.build()).build());
  }

  private static RateSettings.Builder tenAtOnce() {
    return RateSettings.builder().eventsPerSecond(100).burst(10);
  }

  private void tenants(Mode mode, Quota quota, double memoryShare) {
    TenantPolicy limits =
        new TenantPolicy(
            mode, new TenantPolicy.Quotas(quota, Map.of("loud", new Quota(1, 2))), memoryShare);
    queue.change(queue.policy().toBuilder().tenants(limits).build());
  }

  private static List<Event> of(String tenant, int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(n -> Event.builder(tenant + n, new byte[bytes]).tenant(tenant).build())
        .toList();
  }

  private GuardFigures guard(String name) {
    return queue.figures().guards().stream()
        .filter(guard -> guard.guard().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void deliverAll() {
    for (Batch batch = queue.poll(Priority.BULK, 1_000, 1 << 20);
        batch != null;
        batch = queue.poll(Priority.BULK, 1_000, 1 << 20)) {
      batch.delivered();
    }
  }

  @Test
  @DisplayName("C4: n events of one call take n tokens, and the rest is told when to come back")
  void offer_moreThanTheBurst_refusesTheRestInOrder() {
    rate(Mode.ENFORCE, tenAtOnce());
    Receipt receipt = offer(queue, numbered(Priority.NORMAL, 0, 15));
    assertThat(receipt.accepted()).isEqualTo(10);
    assertThat(receipt.refusals()).extracting(Receipt.Refusal::index).startsWith(10);
    Refused refused = (Refused) receipt.decision(14);
    assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
    time.advance(refused.retryAfter());
    assertThat(offer(queue, numbered(Priority.NORMAL, 10, 11)).accepted()).isEqualTo(1);
    assertThat(guard("rate").refused()).isEqualTo(5);
  }

  @Test
  @DisplayName("C4: bulk cannot spend what is reserved for critical")
  void offer_bulkHasSpentAllItMay_leavesTheReserveToCritical() {
    rate(Mode.ENFORCE, tenAtOnce().reserved(Priority.CRITICAL, 0.5));
    assertThat(offer(queue, numbered(Priority.BULK, 0, 20)).accepted()).isEqualTo(5);
    assertThat(offer(queue, numbered(Priority.CRITICAL, 0, 20)).accepted()).isEqualTo(5);
  }

  @Test
  void offer_rateIsOnlyMonitored_letsAllThroughAndCounts() {
    rate(Mode.MONITOR, tenAtOnce());
    assertThat(offer(queue, numbered(Priority.NORMAL, 0, 15)).accepted()).isEqualTo(15);
    assertThat(guard("rate").wouldHaveRefused()).isEqualTo(5);
    assertThat(guard("rate").refused()).isZero();
  }

  @Test
  void offer_noRoomForWhatTheRateGranted_givesItsTokensBack() {
    EventQueue small =
        EventQueue.builder("small")
            .laneEvents(Priority.NORMAL, 4)
            .policy(
                QueuePolicy.builder(Strategy.DROP).rate(Mode.ENFORCE, tenAtOnce().build()).build())
            .time(time)
            .build();
    assertThat(offer(small, numbered(Priority.NORMAL, 0, 10)).accepted()).isEqualTo(4);
    assertThat(small.figures().rate().available()).isEqualTo(6);
    assertThat(small.tryOffer(numbered(Priority.NORMAL, 0, 1).get(0))).isInstanceOf(Refused.class);
    assertThat(small.figures().rate().available()).isEqualTo(6);
  }

  @Test
  void tryOffer_fullLaneAndMonitoredRate_countsNoEventTwice() {
    EventQueue small =
        EventQueue.builder("small")
            .laneEvents(Priority.NORMAL, 1)
            .policy(
                QueuePolicy.builder(Strategy.SHED)
                    .rate(
                        Mode.MONITOR,
                        RateSettings.builder().eventsPerSecond(0.001).burst(3).build())
                    .build())
            .time(time)
            .build();
    for (Event event : numbered(Priority.NORMAL, 0, 10)) {
      small.tryOffer(event);
    }
    GuardFigures rate = small.figures().guards().get(3);
    assertThat(rate.guard()).isEqualTo("rate");
    assertThat(rate.wouldHaveRefused()).isZero(); // one token spent, the others given back
    assertThat(small.figures().rate().available()).isEqualTo(2);
  }

  @Test
  void tenantPolicy_moreNamedThanAreToldApart_isRefusedBeforeAnythingChanges() {
    Map<String, Quota> named = new HashMap<>();
    for (int tenant = 0; tenant <= TenantPolicy.Quotas.MOST_NAMED; tenant++) {
      named.put("t" + tenant, UNBOUND);
    }
    assertThatThrownBy(() -> new TenantPolicy.Quotas(UNBOUND, named))
        .hasMessage("quotas must name at most 10000 tenants: quotas=10001");
    assertThatThrownBy(() -> new TenantPolicy.Quotas(UNBOUND, Map.of("t".repeat(257), UNBOUND)))
        .hasMessageStartingWith("quotas must name tenants of at most 256 characters: tenant=ttt");
  }

  @Test
  @DisplayName("B14: a tenant's quota is its own, and some have another")
  void offer_tenantIsAboveItsQuota_refusesItAndNobodyElse() {
    tenants(Mode.ENFORCE, new Quota(10, 5), 1);
    assertThat(offer(queue, of("loud", 4, 9)).accepted()).isEqualTo(2);
    Receipt other = offer(queue, of("other", 6, 9));
    assertThat(other.accepted()).isEqualTo(5);
    assertThat(((Refused) other.decision(5)).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
    assertThat(offer(queue, numbered(Priority.NORMAL, 0, 50)).accepted()).isEqualTo(50);
    assertThat(guard("tenant-quota").refused()).isEqualTo(3);
  }

  @Test
  void offer_tenantHoldsItsShareOfTheMemory_refusesUntilItsEventsAreDelivered() {
    tenants(Mode.ENFORCE, UNBOUND, 0.1);
    Receipt receipt = offer(queue, of("big", 100, 10_000));
    assertThat(receipt.accepted()).isEqualTo(10);
    assertThat(((Refused) receipt.decision(99)).reason()).isEqualTo(Reason.TENANT_SHARE_TAKEN);
    assertThat(offer(queue, of("other", 1, 10_000)).accepted()).isEqualTo(1);
    deliverAll();
    assertThat(offer(queue, of("big", 10, 10_000)).accepted()).isEqualTo(10);
  }

  @Test
  void offer_tenantsOnlyMonitored_letsAllThroughAndKeepsTheirBytesExact() {
    tenants(Mode.MONITOR, new Quota(10, 5), 0.1);
    assertThat(offer(queue, of("big", 20, 10_000)).accepted()).isEqualTo(20);
    assertThat(guard("tenant-share").wouldHaveRefused()).isEqualTo(10);
    assertThat(guard("tenant-quota").wouldHaveRefused()).isEqualTo(15);
    assertThat(share("big").value()).isGreaterThan(200_000);
    deliverAll();
    assertThat(share("big").value()).isZero();
  }

  private Finding share(String tenant) {
    return queue.explain(Priority.NORMAL, tenant).findings().stream()
        .filter(finding -> finding.guard().equals("tenant-share"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void offer_tenantsEventsAreDisplaced_givesTheirBytesBack() {
    EventQueue shedding =
        EventQueue.builder("shedding")
            .laneEvents(Priority.HIGH, 1)
            .strategy(Strategy.SHED)
            .time(time)
            .build();
    offer(shedding, of("t", 1, 100));
    assertThat(offer(shedding, numbered(Priority.HIGH, 0, 2)).accepted()).isEqualTo(2);
    assertThat(
            shedding.explain(Priority.LOW, "t").findings().stream()
                .filter(finding -> finding.guard().equals("tenant-share"))
                .map(Finding::value))
        .containsExactly(0.0);
  }

  @Test
  void offer_deadlineOnlyMonitored_letsTheEventInAndItExpires() {
    queue.change(queue.policy().toBuilder().deadlineMode(Mode.MONITOR).build());
    Event late = Event.builder("late", new byte[9]).deadlineMillis(time.epochMillis()).build();
    assertThat(queue.tryOffer(late)).isEqualTo(Admitted.ADMITTED);
    assertThat(guard("deadline").wouldHaveRefused()).isEqualTo(1);
    assertThat(queue.poll(Priority.BULK, 10, 1_000)).isNull();
    Account account = requireNonNull(queue.figures().lanes().get(Priority.NORMAL)).account();
    assertThat(account.expired()).isEqualTo(1);
  }

  @Test
  void explain_guardWouldRefuse_saysWhichAndWhatWouldAdmit() {
    rate(Mode.ENFORCE, tenAtOnce().reserved(Priority.CRITICAL, 0.5));
    offer(queue, numbered(Priority.BULK, 0, 5));
    Explanation explanation = queue.explain(Priority.BULK, null);
    assertThat(((Refused) explanation.decision()).reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(explanation.findings())
        .filteredOn(finding -> finding.guard().equals("rate"))
        .singleElement()
        .satisfies(
            rate -> {
              assertThat(rate.value()).isEqualTo(5);
              assertThat(rate.bound()).isEqualTo(6);
              assertThat(rate.advice()).isEqualTo("in 10 ms there is a token for it");
            });
    assertThat(queue.explain(Priority.CRITICAL, null).decision()).isEqualTo(Admitted.ADMITTED);
    assertThat(queue.figures().rate().available()).as("asking spends nothing").isEqualTo(5);
  }

  @Test
  void change_withASpillStrategyAndNoLog_changesNothing() {
    QueuePolicy before = queue.policy();
    assertThatThrownBy(() -> queue.change(before.toBuilder().strategy(Strategy.SPILL).build()))
        .hasMessage("strategy must not be spill for a queue without a log: strategy=spill");
    assertThat(queue.policy()).isEqualTo(before);
  }
}
