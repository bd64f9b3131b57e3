package dev.spillway.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.servlet.Servlets.Turnstile;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Permits of servlets that go on without a thread, and of those that fail. */
class AsyncServletTest {
  private final BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();

  private FilterRig rig(Container container) {
    return new FilterRig(container, limits -> limits)
        .servlet("/async", Servlets.of((request, response) -> started.add(request.startAsync())));
  }

  private AsyncContext nextStarted() throws InterruptedException {
    return requireNonNull(started.poll(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  private static <T> T join(CompletableFuture<T> future) throws Exception {
    return future.get(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void asyncServlet_completesLater_holdsItsPermitUntilThen(Container container) throws Exception {
    try (FilterRig rig = rig(container).start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/async");
      AsyncContext context = nextStarted();
      CompletableFuture<HttpResponse<String>> second = rig.begin("/async");
      rig.awaitWaiting(1);
      assertThat(rig.limiter.figures().inFlight()).isEqualTo(1);

      context.getResponse().getWriter().print("first");
      context.complete();

      assertThat(join(first).body()).isEqualTo("first");
      nextStarted().complete();
      assertThat(join(second).statusCode()).isEqualTo(200);
      assertThat(rig.admitted()).isEqualTo(2);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void asyncServlet_startsAgainAfterADispatch_holdsOnePermitThroughout(Container container)
      throws Exception {
    try (FilterRig rig = rig(container).start()) {
      CompletableFuture<HttpResponse<String>> answer = rig.begin("/async");
      nextStarted().dispatch();
      AsyncContext again = nextStarted();
      assertThat(rig.limiter.figures().inFlight()).isEqualTo(1);

      again.complete();

      assertThat(join(answer).statusCode()).isEqualTo(200);
      assertThat(rig.admitted()).isEqualTo(1);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void asyncServlet_hasWaitedWithoutAThread_hasTheContainersTimeout(Container container)
      throws Exception {
    try (FilterRig rig = rig(container).filter(LimiterFilterBuilder::asyncWaiting).start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/async");
      AsyncContext context = nextStarted();
      CompletableFuture<HttpResponse<String>> second =
          rig.begin("/async", "Spillway-Deadline-Ms", "9000");
      rig.awaitWaiting(1);
      long timeoutMillis = context.getTimeout();
      context.complete();
      assertThat(join(first).statusCode()).isEqualTo(200);

      AsyncContext waited = nextStarted();

      assertThat(waited.getTimeout()).isEqualTo(timeoutMillis);
      waited.complete();
      assertThat(join(second).statusCode()).isEqualTo(200);
      assertThat(rig.admitted()).isEqualTo(2);
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void asyncServlet_timesOut_tellsTheLimiterThatItHangs(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .servlet(
                "/hang", Servlets.of((request, response) -> request.startAsync().setTimeout(20)))
            .start()) {
      assertThat(rig.get("/hang").statusCode()).isEqualTo(500);

      await().atMost(FilterRig.PATIENCE).until(() -> rig.limiter.figures().hanging().contains(""));
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void servlet_answers504_tellsTheLimiterThatItHangs(Container container) throws Exception {
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .servlet("/late", Servlets.of((request, response) -> response.setStatus(504)))
            .start()) {
      assertThat(rig.get("/late").statusCode()).isEqualTo(504);

      await().atMost(FilterRig.PATIENCE).until(() -> rig.limiter.figures().hanging().contains(""));
      rig.awaitRest();
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void servlet_throws_givesItsPermitBackAndDoesNotCountAsHanging(Container container)
      throws Exception {
    try (FilterRig rig =
        rig(container)
            .servlet(
                "/throw",
                Servlets.of(
                    (request, response) -> {
                      throw new IllegalStateException("on purpose");
                    }))
            .servlet(
                "/throw-later",
                Servlets.of((request, response) -> request.startAsync().dispatch("/throw")))
            .servlet(
                "/start-and-throw",
                Servlets.of(
                    (request, response) -> {
                      request.startAsync();
                      throw new IllegalStateException("on purpose");
                    }))
            .start()) {
      for (String path : new String[] {"/throw", "/throw-later"}) {
        assertThat(rig.get(path).statusCode()).as(path).isEqualTo(500);
        rig.awaitRest();
      }
      // servers differ in what they answer to this, and when
      try (Socket client = rig.asking("/start-and-throw")) {
        await().atMost(FilterRig.PATIENCE).until(() -> rig.admitted() == 3);
        rig.awaitRest();
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(rig.limiter.figures().hanging()).isEmpty();
      assertThat(rig.limiter.figures().admitted()).containsEntry(Priority.NORMAL, 3L);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Container.class, names = "JETTY") // Tomcat tells nobody of streams that end
  void waiting_clientGoes_passesItsTurnOn(Container container) throws Exception {
    Turnstile turnstile = new Turnstile();
    BlockingQueue<HttpServletRequest> seen = new LinkedBlockingQueue<>();
    try (FilterRig rig =
        new FilterRig(container, limits -> limits)
            .filter(
                filter ->
                    filter
                        .asyncWaiting()
                        .tenant(
                            request -> {
                              seen.add(request);
                              return null;
                            }))
            .servlet("/desk/*", Servlets.of(turnstile))
            .start()) {
      CompletableFuture<HttpResponse<String>> first = rig.begin("/desk/first");
      rig.awaitInFlight(1);
      seen.clear();
      CompletableFuture<HttpResponse<String>> gone = rig.beginHttp2("/desk/gone");
      rig.awaitWaiting(1);
      var request = requireNonNull(seen.poll());
      CompletableFuture<HttpResponse<String>> third = rig.begin("/desk/third");
      rig.awaitWaiting(2);

      Object admission = request.getAttribute(LimiterFilter.class.getName() + ".test");
      gone.cancel(true);
      await().atMost(FilterRig.PATIENCE).until(() -> "admission GIVEN_UP".equals("" + admission));
      turnstile.letGo(2);

      assertThat(join(first).statusCode()).isEqualTo(200);
      assertThat(join(third).statusCode()).isEqualTo(200);
      assertThat(turnstile.begun).containsExactly("/first", "/third");
      rig.awaitRest();
    }
  }
}
