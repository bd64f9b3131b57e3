package dev.spillway.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.Priority;
import dev.spillway.time.ManualTime;
import jakarta.servlet.AsyncContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PropagationTest {
  private final ManualTime time = new ManualTime(5);

  private Propagation terms(Duration left) {
    return new Propagation(Priority.HIGH, "acme", time, time.nanoTime() + left.toNanos());
  }

  @Test
  void headers_whenTimeHasPassed_tellWhatIsLeftInWholeMillis() {
    Propagation terms = terms(Duration.ofMillis(250));
    time.advance(Duration.ofNanos(100_500_000));

    assertThat(terms.timeLeft()).isEqualTo(Duration.ofNanos(149_500_000));
    assertThat(terms.headers())
        .containsExactly(
            java.util.Map.entry("Spillway-Priority", "high"),
            java.util.Map.entry("Spillway-Deadline-Ms", "149"),
            java.util.Map.entry("Spillway-Tenant", "acme"));
  }

  @Test
  void headers_afterTheDeadline_tellThatNothingIsLeft() {
    Propagation terms = terms(Duration.ofMillis(250));
    time.advance(Duration.ofMillis(300));

    assertThat(terms.timeLeft()).isZero();
    assertThat(terms.headers()).containsEntry("Spillway-Deadline-Ms", "0");
  }

  @Test
  void addTo_aCallWithAnOlderDeadline_replacesIt() {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(URI.create("http://localhost/"))
            .header("Spillway-Deadline-Ms", "7000");

    terms(Duration.ofMillis(250)).addTo(call);

    HttpRequest request = call.build();
    assertThat(request.headers().map())
        .containsEntry("Spillway-Deadline-Ms", List.of("250"))
        .containsEntry("Spillway-Priority", List.of("high"))
        .containsEntry("Spillway-Tenant", List.of("acme"));
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void current_onTheRequestsThread_isTheRequests(Container container) throws Exception {
    BlockingQueue<Boolean> same = new LinkedBlockingQueue<>();
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .servlet(
                "/async",
                Servlets.of(
                    (request, response) -> {
                      same.add(Propagation.current() == Propagation.of(request));
                      request.startAsync().dispatch("/end");
                    }))
            .servlet(
                "/end",
                Servlets.of(
                    (request, response) ->
                        same.add(Propagation.current() == Propagation.of(request))))
            .start()) {
      assertThat(rig.get("/async").statusCode()).isEqualTo(200);

      assertThat(same).containsExactly(true, true);
      assertThat(Propagation.current()).isNull();
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void of_onAnotherThread_isTheRequests(Container container) throws Exception {
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .servlet(
                "/async", Servlets.of((request, response) -> started.add(request.startAsync())))
            .start()) {
      var answer = rig.begin("/async", "Spillway-Priority", "bulk");
      AsyncContext context =
          requireNonNull(started.poll(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS));

      Propagation terms =
          CompletableFuture.supplyAsync(() -> Propagation.of(context.getRequest()))
              .get(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(terms.priority()).isEqualTo(Priority.BULK);
      context.complete();
      assertThat(answer.get(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
          .isEqualTo(200);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void of_aRequestOfAnotherPath_saysWhatToDo(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .mappedTo(java.util.EnumSet.of(jakarta.servlet.DispatcherType.FORWARD))
            .servlet(
                "/free",
                Servlets.of(
                    (request, response) ->
                        assertThatIllegalStateException()
                            .isThrownBy(() -> Propagation.of(request))
                            .withMessage(
                                "the request went through no LimiterFilter; map one to its path and"
                                    + " dispatch")))
            .start()) {
      assertThat(rig.get("/free").statusCode()).isEqualTo(200);
      assertThat(rig.admitted()).isZero();
    }
  }
}
