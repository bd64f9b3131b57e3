package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.EventQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a page of another site can make its reader's browser send to a gateway on loopback without
 * asking first, with the headers that browsers send then (Fetch, Fetch Metadata). Older browsers
 * send no Sec-Fetch-Site, but Origin with every POST.
 */
class ForeignPagesTest {
  private static final String EVENTS = "/api/v1/queues/default/events";
  private static final String RESET = "/api/v1/queues/default/circuit-breaker/open";

  private final EventQueue queue = EventQueue.builder("default").build();
  private final TestServer server = new TestServer(TestServer.served(queue));

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a form        | POST | Origin: http://evil.example;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate",
        "an old form   | POST | Origin: http://evil.example",
        "a local file  | POST | Origin: null",
        "fetch no-cors | POST | Origin: http://evil.example;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: no-cors",
        "a beacon      | POST | Origin: http://evil.example;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: no-cors",
        "another port  | POST | Origin: http://localhost:1;Sec-Fetch-Site: same-site;Sec-Fetch-Mode: no-cors",
        "an image      | GET  | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: no-cors;Sec-Fetch-Dest: image",
        "EventSource   | GET  | Origin: http://evil.example;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: cors",
      })
  void aForeignPage_reachesNothing(String what, String method, String headers) {
    for (String path : new String[] {EVENTS, RESET, "/buffer/circuit-breaker/reset", "/metrics"}) {
      String answer =
          server.raw(
              method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n"
                  + headers.replace(";", "\r\n")
                  + "\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nevent\n");
      assertThat(answer).as(what + " " + path).startsWith("HTTP/1.1 403 ");
      assertThat(answer).doesNotContain("Access-Control-Allow");
    }
    assertThat(queue.held()).isZero();
    assertThat(server.get("/metrics").body())
        .contains("spillway_http_denied_total{reason=\"foreign-site\"} 4.0");
  }

  @ParameterizedTest
  @CsvSource({"GET", "OPTIONS"})
  void aPageUnderANameThatPointsHere_isNotServed(String method) {
    String answer =
        server.raw(
            method
                + " /api/v1/queues HTTP/1.1\r\nHost: rebound.evil.example\r\n"
                + "Connection: close\r\nSec-Fetch-Site: same-origin\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 421 ");
    assertThat(server.get("/metrics").body())
        .contains("spillway_http_denied_total{reason=\"foreign-host\"} 1.0");
  }

  @ParameterizedTest
  @CsvSource({"POST", "PATCH", "DELETE"})
  void aPreflight_isNotAllowed(String method) {
    String answer =
        server.raw(
            "OPTIONS "
                + EVENTS
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Origin: http://evil.example\r\nAccess-Control-Request-Method: "
                + method
                + "\r\nAccess-Control-Request-Headers: spillway-admin\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("Access-Control-Allow");
  }
}
