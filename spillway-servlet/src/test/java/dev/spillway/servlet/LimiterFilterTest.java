package dev.spillway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.limit.RequestRules;
import dev.spillway.servlet.Servlets.Turnstile;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import jakarta.servlet.DispatcherType;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter in real servers: who begins, who is refused, and how. */
class LimiterFilterTest {
  private static final RequestRules BY_NAME =
      RequestRules.all(Priority.NORMAL)
          .with(Priority.CRITICAL, "critical")
          .with(Priority.HIGH, "high")
          .with(Priority.LOW, "low")
          .with(Priority.BULK, "bulk");

  private final Turnstile turnstile = new Turnstile();

  private static <T> T join(CompletableFuture<T> future) throws Exception {
    return future.get(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private FilterRig rig(Container container, boolean asyncWaiting) {
    return new FilterRig(container, limits -> limits)
        .filter(
            filter -> asyncWaiting ? filter.rules(BY_NAME).asyncWaiting() : filter.rules(BY_NAME))
        .servlet("/desk/*", Servlets.of(turnstile));
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void request_noRoomToWait_isRefusedWithAProblem(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.mostWaiting(0))
            .servlet("/desk/*", Servlets.of(turnstile))
            .start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);

      HttpResponse<String> refused = rig.get("/desk/second", "Spillway-Priority", "low");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.headers().firstValue("Spillway-Throttle-Ms")).hasValue("1");
      assertThat(refused.headers().firstValue("Spillway-Priority")).hasValue("low");
      assertThat(refused.body())
          .isEqualTo(
              "{\"type\":\"urn:spillway:problem:shed\",\"title\":\"The request was shed\","
                  + "\"status\":503,\"detail\":\"the request was refused; send it again after 1 s\","
                  + "\"reason\":\"queue-full\",\"retryAfterMillis\":1}");
      turnstile.letGo(1);
      assertThat(join(first).body()).isEqualTo("done");
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_onThreads_beginsByPriority(Container container) throws Exception {
    beginsByPriority(container, false);
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_withoutThreads_beginsByPriority(Container container) throws Exception {
    beginsByPriority(container, true);
  }

  private void beginsByPriority(Container container, boolean asyncWaiting) throws Exception {
    try (FilterRig rig = rig(container, asyncWaiting).start()) {
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      all.add(rig.begin("/desk/first"));
      rig.awaitInFlight(1);
      for (String name : List.of("bulk", "low", "normal", "high", "critical")) {
        all.add(rig.begin("/desk/" + name));
        rig.awaitWaiting(all.size() - 1);
      }

      turnstile.letGo(all.size());

      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(join(one).statusCode()).isEqualTo(200);
      }
      assertThat(turnstile.begun)
          .containsExactly("/first", "/critical", "/high", "/normal", "/low", "/bulk");
      assertThat(rig.admitted()).isEqualTo(all.size());
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_moreThanTheServerHasThreads_holdsNone(Container container) throws Exception {
    int count = 2 * Container.THREADS;
    try (FilterRig rig = rig(container, true).start()) {
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int index = 0; index <= count; index++) {
        all.add(rig.begin("/desk/" + index));
      }
      rig.awaitWaiting(count);

      turnstile.letGo(count + 1);

      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(join(one).body()).isEqualTo("done");
      }
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_withoutThreadsButTheServletIsNotAsynchronous_isServed(Container container)
      throws Exception {
    try (FilterRig rig = rig(container, true).withoutAsyncServlets().start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);
      CompletableFuture<HttpResponse<String>> second = rig.begin("/desk/second");
      rig.awaitWaiting(1);

      turnstile.letGo(2);

      assertThat(join(first).body()).isEqualTo("done");
      assertThat(join(second).body()).isEqualTo("done");
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_onThreadsUntilTheDeadline_isRefusedWithTheReason(Container container)
      throws Exception {
    refusedAtTheDeadline(container, filter -> filter);
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_withoutThreadsUntilTheDeadline_isRefusedWithTheReason(Container container)
      throws Exception {
    refusedAtTheDeadline(container, LimiterFilterBuilder::asyncWaiting);
  }

  private void refusedAtTheDeadline(
      Container container, UnaryOperator<LimiterFilterBuilder> waiting) throws Exception {
    try (FilterRig rig = rig(container, false).filter(waiting).start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);

      HttpResponse<String> late = rig.get("/desk/late", "Spillway-Deadline-Ms", "60");

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("\"reason\":\"deadline-passed\"");
      assertThat(late.headers().firstValue("Retry-After")).isEmpty();
      turnstile.letGo(1);
      assertThat(join(first).statusCode()).isEqualTo(200);
      assertThat(turnstile.begun).containsExactly("/first");
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_limiterSaysNothingAnyMore_isGivenUpAfterTheDeadline(Container container)
      throws Exception {
    VirtualScheduler standing = new VirtualScheduler(new ManualTime(0));
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.scheduler(standing))
            .filter(filter -> filter.rules(BY_NAME).asyncWaiting())
            .servlet("/desk/*", Servlets.of(turnstile))
            .start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);

      HttpResponse<String> late = rig.get("/desk/late", "Spillway-Deadline-Ms", "60");

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("\"reason\":\"deadline-passed\"");
      assertThat(rig.limiter.figures().abandoned().values()).as("its place").contains(1L);
      turnstile.letGo(1);
      assertThat(join(first).statusCode()).isEqualTo(200);
      assertThat(turnstile.begun).containsExactly("/first");
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void monitor_moreThanTheLimit_refusesNothingAndIgnoresBadHeaders(Container container)
      throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.mostWaiting(0).mode(Mode.MONITOR))
            .servlet("/desk/*", Servlets.of(turnstile))
            .start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/1");
      CompletableFuture<HttpResponse<String>> second =
          rig.begin("/desk/2", "Spillway-Deadline-Ms", "soon", "Spillway-Priority", "most");
      CompletableFuture<HttpResponse<String>> third =
          rig.begin("/desk/3", "Spillway-Deadline-Ms", "0");
      rig.awaitInFlight(3);

      turnstile.letGo(3);

      assertThat(join(first).statusCode()).isEqualTo(200);
      assertThat(join(second).statusCode()).isEqualTo(200);
      assertThat(join(third).statusCode()).isEqualTo(200);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void off_anything_isLetThrough(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.mode(Mode.OFF))
            .servlet("/desk/*", Servlets.of((request, response) -> response.setStatus(204)))
            .start()) {
      assertThat(rig.get("/desk/1", "Spillway-Deadline-Ms", "0").statusCode()).isEqualTo(204);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void dispatches_forwardErrorAndAsync_takeNoSecondPermit(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.mostWaiting(0))
            .servlet(
                "/forward",
                Servlets.of(
                    (request, response) ->
                        request.getRequestDispatcher("/end").forward(request, response)))
            .servlet(
                "/include",
                Servlets.of(
                    (request, response) ->
                        request.getRequestDispatcher("/end").include(request, response)))
            .servlet(
                "/async", Servlets.of((request, response) -> request.startAsync().dispatch("/end")))
            .servlet("/error", Servlets.of((request, response) -> response.sendError(418)))
            .servlet("/end", Servlets.of((request, response) -> response.getWriter().print("end")))
            .start()) {
      assertThat(rig.get("/forward").body()).isEqualTo("end");
      rig.awaitRest();
      assertThat(rig.get("/include").body()).isEqualTo("end");
      rig.awaitRest();
      assertThat(rig.get("/async").body()).isEqualTo("end");
      rig.awaitRest();
      assertThat(rig.get("/error").statusCode()).isEqualTo(418);
      rig.awaitRest();
      assertThat(rig.admitted()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void waiting_withoutThreadsAndFilterMappedToRequestsOnly_givesThePermitBack(Container container)
      throws Exception {
    try (FilterRig rig =
        rig(container, true).mappedTo(EnumSet.of(DispatcherType.REQUEST)).start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);
      CompletableFuture<HttpResponse<String>> second = rig.begin("/desk/second");
      rig.awaitWaiting(1);

      turnstile.letGo(2);

      assertThat(join(first).body()).isEqualTo("done");
      assertThat(join(second).body()).isEqualTo("done");
      assertThat(rig.admitted()).isEqualTo(2);
      rig.awaitRest();
    }
  }
}
