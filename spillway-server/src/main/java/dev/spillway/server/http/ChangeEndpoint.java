package dev.spillway.server.http;

import dev.spillway.server.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code PATCH /api/v1/queues/{queue}}: changes what a queue decides by, all of it or, when
 * anything is wrong, nothing. It lasts until the gateway stops.
 *
 * <p>The body's type is asked for because a page of another site cannot send it without asking.
 */
final class ChangeEndpoint implements Endpoint {
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final JsonMapper JSON_MAPPER = JsonMapper.shared();

  /** Of a member that is given twice, nobody knows which is meant. */
  private static final JsonMapper STRICT_MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String JSON = "application/json";

  private final Queues queues;
  private final IngestEndpoint.Seams seams;
  private final BodyBudget budget;

  ChangeEndpoint(Queues queues, BodyBudget budget, IngestEndpoint.Seams seams) {
    this.queues = queues;
    this.budget = budget;
    this.seams = seams;
  }

  @Override
  public void serve(Exchange exchange, String queue) throws ProblemException {
    serve(exchange, queue, body -> body);
  }

  /** Sets {@code key} of {@code queue} to the number that the body's only member says. */
  Endpoint toNumber(String queue, String member, String key) {
    return (exchange, none) -> serve(exchange, queue, body -> patch(body, member, key));
  }

  private static String patch(String body, String member, String key) throws ConfigException {
    JsonNode number = JSON_MAPPER.missingNode();
    int members = 0;
    try {
      JsonNode object = STRICT_MAPPER.readTree(body);
      members = object.size();
      number = object.path(member);
    } catch (JacksonException e) {
      members = 0; // told below, as everything that is not such an object
    }
    if (!number.isNumber() || members != 1) {
      throw new ConfigException(
          List.of("the body must be an object such as {\"" + member + "\": 1000}"));
    }
    return "{\"" + key + "\":" + number + "}";
  }

  /** What a body says, as an object of the queue's keys. */
  private interface Meaning {
    String of(String body) throws ConfigException;
  }

  private void serve(Exchange exchange, String queue, Meaning meaning) throws ProblemException {
    ServedQueue served = queues.named(queue);
    String type = exchange.header("Content-Type");
    String mediaType = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!mediaType.equals(JSON)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.UNSUPPORTED_MEDIA_TYPE,
                  "Content-Type must be application/json: Content-Type="
                      + (type == null ? "" : type))
              .header("Accept-Patch", JSON));
    }
    BodyBudget.Lease lease = budget.lease();
    new BodyReading(
            exchange.request(), lease, MAX_BODY_BYTES, new Call(exchange, served, lease, meaning))
        .run();
  }

  /** Keys are read as YAML is, which forgives much that JSON does not. */
  private static void requireJson(byte[] body, int length) throws ConfigException {
    try {
      JSON_MAPPER.readTree(body, 0, length);
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      throw new ConfigException(
          List.of(
              "body:"
                  + (place == null ? 1 : place.getLineNr())
                  + ":"
                  + (place == null ? 1 : place.getColumnNr())
                  + ": the body must be JSON in UTF-8"));
    }
  }

  private static Problem invalid(ConfigException mistakes) {
    return Problem.of(ProblemType.INVALID_CHANGE, String.join("; ", mistakes.mistakes()))
        .with("mistakes", mistakes.mistakes());
  }

  /** One change, from its body to its answer. */
  private final class Call implements BodyReading.Receiver {
    private final Exchange exchange;
    private final ServedQueue queue;
    private final BodyBudget.Lease lease;
    private final Meaning meaning;

    Call(Exchange exchange, ServedQueue queue, BodyBudget.Lease lease, Meaning meaning) {
      this.exchange = exchange;
      this.queue = queue;
      this.lease = lease;
      this.meaning = meaning;
    }

    @Override
    public void onLateBody(byte[] body, int length) {
      seams.door().goOn(exchange, lease, () -> onBody(body, length));
    }

    @Override
    public void onBody(byte[] body, int length) {
      lease.end();
      try {
        requireJson(body, length);
        queue.control().change(meaning.of(new String(body, 0, length, StandardCharsets.UTF_8)));
        exchange.json(200, FiguresJson.of(queue));
      } catch (ConfigException e) {
        exchange.problem(invalid(e));
      } catch (RuntimeException | Error e) {
        exchange.problem(Router.unexpected(seams.ids(), exchange.request(), e));
      }
    }

    @Override
    public void onProblem(Problem problem) {
      lease.end();
      exchange.problem(problem);
    }

    @Override
    public void onFailure(Throwable cause) {
      lease.end();
      exchange.abandon(cause);
    }
  }
}
