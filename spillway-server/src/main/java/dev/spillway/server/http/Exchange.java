package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.server.http.connection.PendingAnswers;
import dev.spillway.server.security.AuditLog;
import dev.spillway.server.security.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One request and the answer to it, which is sent once. Used by one thread at a time. */
final class Exchange {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

  /** Nobody fills the audit log with the length of a path. */
  private static final int AUDITED_CHARACTERS = 200;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final PendingAnswers pending;

  private Caller caller = Caller.NOBODY;
  private AuditLog.@Nullable Call audited;
  private dev.spillway.limit.Request asked = dev.spillway.limit.Request.of(Priority.NORMAL);

  Exchange(Request request, Response response, Callback callback, PendingAnswers pending) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.pending = pending;
  }

  Request request() {
    return request;
  }

  void calledBy(Caller who) {
    caller = who;
  }

  /** Who makes the request, and what it may do. */
  Caller caller() {
    return caller;
  }

  /** Remembers what was asked of the door. */
  void asked(dev.spillway.limit.Request of) {
    asked = of;
  }

  /** What was asked of the door when it came. */
  dev.spillway.limit.Request asked() {
    return asked;
  }

  /** Has the audit log told of the answer before it is sent. */
  void audited(String queue) {
    audited =
        new AuditLog.Call(
            remoteOf(request),
            shortened(request.getMethod()),
            shortened(request.getHttpURI().getPath()),
            shortened(queue));
  }

  private static String shortened(String text) {
    return text.length() > AUDITED_CHARACTERS ? text.substring(0, AUDITED_CHARACTERS) + "…" : text;
  }

  /** The address that a request comes from. */
  static String remoteOf(Request request) {
    return String.valueOf(Request.getRemoteAddr(request));
  }

  private void audit(int status) {
    AuditLog.Call call = audited;
    audited = null;
    if (call != null) {
      AuditLog.tell(caller, call, status);
    }
  }

  /**
   * The query, in which only {@code known} parameters may stand, each once.
   *
   * @throws ProblemException if it cannot be decoded or has another parameter
   */
  Fields query(List<String> known) throws ProblemException {
    Fields query;
    try {
      query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    } catch (RuntimeException e) { // Jetty throws several kinds for broken escapes
      throw badQuery("the query cannot be decoded");
    }
    for (Fields.Field field : query) {
      if (!known.contains(field.getName())) {
        throw badQuery(
            "parameters are " + String.join(", ", known) + ": parameter=" + field.getName());
      }
      if (field.hasMultipleValues()) {
        throw badQuery(field.getName() + " must be given once: " + field.getValues());
      }
    }
    return query;
  }

  static ProblemException badQuery(String detail) {
    return new ProblemException(Problem.of(ProblemType.BAD_QUERY, detail));
  }

  /** The value of the first header of this name, or null. */
  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /** Sets a header of the answer. */
  void answerHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void json(int status, Object body) {
    send(status, "application/json", JSON.writeValueAsBytes(body));
  }

  void problem(Problem problem) {
    problem(problem, bodyOf(problem));
  }

  /** Sends a problem whose JSON is made already. */
  void problem(Problem problem, byte[] body) {
    problem.headers().forEach(response.getHeaders()::put);
    send(problem.status(), Problem.MEDIA_TYPE, body);
  }

  static byte[] bodyOf(Problem problem) {
    return JSON.writeValueAsBytes(problem.toJson());
  }

  /** Sends the whole answer. What is left of the request's body is read and thrown away. */
  void send(int status, String mediaType, byte[] body) {
    begin(status, mediaType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    writeAll(body);
  }

  private void writeAll(byte[] body) {
    Callback written = Callback.from(new Leftover(request, callback), callback::failed);
    response.write(true, ByteBuffer.wrap(body), pending.add(request, body.length, written));
  }

  /** Begins an answer whose length nobody knows. */
  OpenAnswer open(String mediaType) {
    begin(HttpStatus.OK_200, mediaType);
    return new OpenAnswer(response, callback);
  }

  private void begin(int status, String mediaType) {
    audit(status);
    response.setStatus(status);
    response.getHeaders().put(NO_SNIFFING);
    response.getHeaders().put(NO_STORE);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
  }

  /** Ends the request: the client has gone, which needs no answer, or fell silent. */
  void abandon(Throwable cause) {
    if (cause instanceof TimeoutException) {
      Problem problem = Problem.bodyTooSlow();
      byte[] body = bodyOf(problem);
      begin(problem.status(), Problem.MEDIA_TYPE);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback); // nobody waits for the rest
    } else if (cause instanceof HttpException broken && broken.getCode() != 500) {
      problem(ProblemErrorHandler.problemOf(broken.getCode(), broken.getReason()));
    } else {
      audit(0);
      callback.failed(cause);
    }
  }
}
