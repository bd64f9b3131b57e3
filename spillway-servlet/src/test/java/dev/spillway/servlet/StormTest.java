package dev.spillway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After a storm of clients, of whom many do not wait for their answers, no permit is missing. */
class StormTest {
  private static final int REQUESTS = 2_000;
  private static final int CLIENTS = 48;
  private static final byte[] PAGE = new byte[100_000];

  @ParameterizedTest
  @EnumSource(Container.class)
  void storm_waitingOnThreads_losesNoPermit(Container container) throws Exception {
    storm(container, false);
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void storm_waitingWithoutThreads_losesNoPermit(Container container) throws Exception {
    storm(container, true);
  }

  private static void storm(Container container, boolean asyncWaiting) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (FilterRig rig =
        new FilterRig(container, limits -> limits.slots(4).mostWaiting(20))
            .filter(filter -> asyncWaiting ? filter.asyncWaiting() : filter)
            .servlet("/page", Servlets.of((request, response) -> page(response)))
            .servlet(
                "/later",
                Servlets.of(
                    (request, response) -> {
                      AsyncContext context = request.startAsync();
                      context.start(
                          () -> {
                            // small, so that it is the server that finds the client gone: a
                            // request that fails under the hands of its servlet may not be touched
                            context.getResponse().setContentLength(0);
                            context.complete();
                          });
                    }))
            .start()) {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int index = 0; index < REQUESTS; index++) {
        int number = index;
        asked.add(clients.submit(() -> ask(rig, number)));
      }
      int ok = 0;
      int refused = 0;
      for (Future<Integer> one : asked) {
        int status = one.get(60, TimeUnit.SECONDS);
        ok += status == 200 ? 1 : 0;
        refused += status == 503 ? 1 : 0;
      }

      rig.awaitRest();
      assertThat(ok).as("served to clients that waited").isPositive();
      assertThat(ok + refused).as("answered").isEqualTo(REQUESTS - (REQUESTS + 2) / 3);
      assertThat(rig.admitted()).isGreaterThanOrEqualTo(ok);
      assertThat(rig.get("/page").statusCode()).as("it goes on").isEqualTo(200);
      rig.awaitRest();
    } finally {
      clients.shutdownNow();
    }
  }

  private static void page(ServletResponse response) throws IOException {
    response.setContentLength(PAGE.length);
    response.getOutputStream().write(PAGE);
  }

  /** The status of the answer; 0 for one that was not waited for. */
  private static int ask(FilterRig rig, int number) throws IOException {
    try (Socket socket = rig.asking(number % 2 == 0 ? "/page" : "/later")) {
      if (number % 3 == 0) {
        socket.setSoLinger(true, 0);
        return 0;
      }
      socket.setSoTimeout((int) FilterRig.PATIENCE.toMillis());
      InputStream in = socket.getInputStream();
      String line = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
      return Integer.parseInt(line.substring(9));
    }
  }
}
