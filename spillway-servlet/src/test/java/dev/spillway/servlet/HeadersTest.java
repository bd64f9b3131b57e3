package dev.spillway.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.RequestRules;
import dev.spillway.time.ManualTime;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers may say, and what the next service is told. */
class HeadersTest {
  private static final String PRIORITY = "Spillway-Priority";
  private static final String DEADLINE = "Spillway-Deadline-Ms";
  private static final String TENANT = "Spillway-Tenant";

  private final ManualTime time = new ManualTime(3);
  private final FilterRig rig =
      new FilterRig(
              Container.JETTY,
              limits ->
                  limits
                      .slots(4)
                      .deadline(Duration.ofSeconds(8))
                      .deadline(Priority.LOW, Duration.ofSeconds(16)))
          .filter(
              filter ->
                  filter
                      .time(time)
                      .rules(
                          RequestRules.all(Priority.NORMAL)
                              .with(Priority.HIGH, "/high")
                              .with(Priority.LOW, "/low")))
          .servlet(
              "/*",
              Servlets.of(
                  (request, response) ->
                      response
                          .getWriter()
                          .print(new TreeMap<>(Propagation.of(request).headers()))));

  @AfterEach
  void stop() {
    rig.awaitRest();
    rig.close();
  }

  private static String told(String priority, int deadlineMillis) {
    return "{Spillway-Deadline-Ms=" + deadlineMillis + ", Spillway-Priority=" + priority + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "/high, low, low, 16000",
    "/high, BULK, bulk, 8000",
    "/high/x, critical, high, 8000",
    "/other, medium, normal, 8000",
    "/low, urgent, low, 16000"
  })
  void priority_byDefault_mayLowerAndNotRaise(
      String path, String wished, String used, int deadlineMillis) throws Exception {
    HttpResponse<String> answer = rig.start().get(path, PRIORITY, wished);

    assertThat(answer.body()).isEqualTo(told(used, deadlineMillis));
    assertThat(answer.headers().firstValue(PRIORITY)).hasValue(used);
  }

  @Test
  void priority_notAsked_isNotTold() throws Exception {
    HttpResponse<String> answer = rig.start().get("/high");

    assertThat(answer.body()).isEqualTo(told("high", 8000));
    assertThat(answer.headers().firstValue(PRIORITY)).isEmpty();
  }

  @Test
  void priority_believed_mayRaise() throws Exception {
    rig.filter(filter -> filter.priorityHeader(PriorityTrust.BELIEVED)).start();

    assertThat(rig.get("/low", PRIORITY, "critical").body()).isEqualTo(told("critical", 8000));
    assertThat(rig.get("/high", PRIORITY, "low").body()).isEqualTo(told("low", 16000));
  }

  @Test
  void priority_ignored_isNotEvenRead() throws Exception {
    rig.filter(filter -> filter.priorityHeader(PriorityTrust.IGNORED)).start();

    assertThat(rig.get("/high", PRIORITY, "nonsense").body()).isEqualTo(told("high", 8000));
  }

  @ParameterizedTest
  @CsvSource({"/other, 250, 250", "/other, 8001, 8000", "/other, 999999999999999, 8000"})
  void deadline_isLoweredToTheLimitersOwn(String path, String asked, int usedMillis)
      throws Exception {
    assertThat(rig.start().get(path, DEADLINE, asked).body()).isEqualTo(told("normal", usedMillis));
  }

  @Test
  void deadline_withALongestOne_mayBeLaterThanTheLimiters() throws Exception {
    rig.filter(filter -> filter.longestDeadline(Duration.ofSeconds(30))).start();

    assertThat(rig.get("/other", DEADLINE, "20000").body()).isEqualTo(told("normal", 20_000));
    assertThat(rig.get("/other", DEADLINE, "40000").body()).isEqualTo(told("normal", 30_000));
    assertThat(rig.get("/other").body()).isEqualTo(told("normal", 8_000));
  }

  @Test
  void deadline_nothingIsLeft_isRefusedAtTheDoor() throws Exception {
    HttpResponse<String> answer = rig.start().get("/other", DEADLINE, "0");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"reason\":\"deadline-passed\"");
    assertThat(rig.admitted()).isZero();
    assertThat(rig.limiter.figures().refused().get(Priority.NORMAL))
        .containsOnly(entry(Reason.DEADLINE_PASSED, 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "Spillway-Priority, most, 'must be one of critical, high, normal, low, bulk, urgent, medium'",
    "Spillway-Deadline-Ms, 5s, must be a whole number of milliseconds",
    "Spillway-Deadline-Ms, -1, must be a whole number of milliseconds",
    "Spillway-Deadline-Ms, 1234567890123456, must be a whole number of milliseconds"
  })
  void header_thatCannotBeUnderstood_isAnsweredByItsName(
      String header, String value, String constraint) throws Exception {
    HttpResponse<String> answer = rig.start().get("/other", header, value);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"urn:spillway:problem:invalid-header\",\"title\":\"A header is invalid\","
                + "\"status\":400,\"detail\":\""
                + header
                + " "
                + constraint
                + ": "
                + header
                + "="
                + value
                + "\",\"header\":\""
                + header
                + "\"}");
  }

  @Test
  void header_twice_isAnsweredByItsName() throws Exception {
    HttpResponse<String> answer = rig.start().get("/other", PRIORITY, "low", PRIORITY, "bulk");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("Spillway-Priority must be there once: Spillway-Priority=low, bulk");
  }

  @Test
  void tenant_byDefault_isNobody() throws Exception {
    assertThat(rig.start().get("/other", TENANT, "acme").body()).isEqualTo(told("normal", 8000));
  }

  @Test
  void tenant_fromTheHeader_isTold() throws Exception {
    rig.filter(LimiterFilterBuilder::tenantFromHeader).start();

    assertThat(rig.get("/other", TENANT, "acme").body()).contains("Spillway-Tenant=acme");
    assertThat(rig.get("/other", TENANT, "").body()).isEqualTo(told("normal", 8000));
    assertThat(rig.get("/other", TENANT, "x".repeat(257)).statusCode()).isEqualTo(400);
  }

  @Test
  void tenant_fromAFunction_isToldIfItCanBe() throws Exception {
    rig.filter(filter -> filter.tenant(request -> request.getParameter("user"))).start();

    assertThat(rig.get("/other?user=acme").body()).contains("Spillway-Tenant=acme");
    assertThat(rig.get("/other?user=%C3%A9").body()).isEqualTo(told("normal", 8000));
    assertThat(rig.get("/other?user=a%0Ab").body()).isEqualTo(told("normal", 8000));
  }

  @Test
  void longestDeadline_zero_isRefused() {
    try (Limiter limiter = Limiter.builder("x").slots(1).build()) {
      LimiterFilterBuilder settings = LimiterFilter.builder(limiter);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings.longestDeadline(Duration.ZERO))
          .withMessage("longest-deadline must be positive: longest-deadline=PT0S");
    }
  }
}
