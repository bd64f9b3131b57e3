package dev.spillway.server.http;

import dev.spillway.Headers;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.limit.RequestRules;
import dev.spillway.server.config.LimitConfig;
import dev.spillway.server.security.Scope;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests be worked on as many at once as the processors are good for, those that matter most
 * first. Thread-safe.
 *
 * <p>A slot is held while a thread works on a request, never while a body is awaited, an answer
 * read or a log forced: those are bounded by bytes, and a slow client holds no slot. Who waits for
 * a slot holds no thread.
 */
final class Door implements AutoCloseable {
  private static final RequestRules RULES = RequestRules.standard();
  private static final int MILLIS_DIGITS = 15;

  private final Limiter limiter;
  private final Queues queues;
  private final Executor executor;

  /** What limiters refuse with is made once, so there are few. */
  private final Map<Refused, Shed> made = new ConcurrentHashMap<>();

  /** A door whose waiting requests go on in {@code executor}. */
  Door(LimitConfig config, Queues queues, Executor executor) {
    this.queues = queues;
    this.executor = executor;
    limiter = Limiter.builder("http").slots(config.slots()).mode(config.mode()).build();
  }

  /** What decides; its figures are the door's. */
  Limiter limiter() {
    return limiter;
  }

  /**
   * Has {@code work} done when its turn comes, by this thread if that is now; otherwise answers.
   * Calls that are open to everybody are done at once, because a probe that is refused is a
   * restart.
   */
  void enter(Exchange exchange, Route route, String queue, Runnable work) {
    if (route.access().scope() == null) {
      work.run();
      return;
    }
    Priority priority = priorityOf(exchange, route, queue);
    Request asked = Request.of(priority);
    long leftMillis = leftMillis(exchange.header(Headers.DEADLINE_MILLIS));
    Refused late = leftMillis == 0 ? limiter.refuseLate(asked) : null;
    if (late != null) {
      refuse(exchange, late);
      return;
    }
    if (leftMillis > 0 && leftMillis < limiter.deadline(priority).toMillis()) {
      asked = asked.withTime(Duration.ofMillis(leftMillis));
    }
    exchange.asked(asked);
    enter(asked, work, refusal -> refuse(exchange, refusal));
  }

  /**
   * The same for what is left to do once a body that was awaited has come.
   *
   * @param lease what the body takes, given back if it is refused
   */
  void goOn(Exchange exchange, BodyBudget.Lease lease, Runnable work) {
    Request asked = exchange.asked().continuing();
    enter(
        asked,
        work,
        refusal -> {
          lease.end();
          refuse(exchange, refusal);
        });
  }

  private void enter(Request asked, Runnable work, Consumer<Refused> refused) {
    Pass pass = new Pass(work, refused);
    limiter.acquire(asked, pass);
    pass.asked();
  }

  private void refuse(Exchange exchange, Refused decision) {
    Shed shed = made.computeIfAbsent(decision, Shed::new);
    exchange.problem(shed.problem, shed.body);
  }

  private Priority priorityOf(Exchange exchange, Route route, String queue) {
    Scope scope = route.access().scope();
    if (scope == Scope.ADMIN) {
      return Priority.CRITICAL;
    }
    return scope == Scope.INGEST ? ofEvents(exchange, queue) : RULES.classify(route.path());
  }

  /** What the request's header says, as far as its key goes; else what its queue gives events. */
  private Priority ofEvents(Exchange exchange, String queue) {
    ServedQueue served = queues.find(queue);
    if (served == null) {
      return Priority.NORMAL;
    }
    var classification = served.config().classification();
    String name = exchange.header(Headers.PRIORITY);
    Priority named =
        name == null
            ? null
            : classification.priorityNames().get(name.strip().toLowerCase(Locale.ROOT));
    Priority wished = named == null ? classification.defaultPriority() : named;
    Priority highest = exchange.caller().grant().highest();
    return highest.isAtLeast(wished) ? wished : highest;
  }

  /** How long the caller still waits; -1 if it does not say, or nothing that can be understood. */
  private static long leftMillis(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MILLIS_DIGITS) {
      return -1;
    }
    for (int index = 0; index < text.length(); index++) {
      if (text.charAt(index) < '0' || text.charAt(index) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text);
  }

  @Override
  public void close() {
    limiter.close();
  }

  private enum Stage {
    ASKED,
    WAITING,
    DECIDED
  }

  /** One request before the door. */
  private final class Pass implements AcquireCallback, Runnable {
    private final Runnable work;
    private final Consumer<Refused> told;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ASKED);

    /** Written before it is DECIDED; one of the two. */
    private @Nullable Permit permit;

    private @Nullable Refused refusal;

    Pass(Runnable work, Consumer<Refused> told) {
      this.work = work;
      this.told = told;
    }

    @Override
    public void admitted(Permit granted) {
      permit = granted;
      decided();
    }

    @Override
    public void refused(Refused decision) {
      refusal = decision;
      decided();
    }

    private void decided() {
      if (stage.getAndSet(Stage.DECIDED) != Stage.WAITING) {
        return; // who asked looks by itself
      }
      try {
        executor.execute(this);
      } catch (RejectedExecutionException e) { // the server is stopping
        run();
      }
    }

    /** The limiter was asked: goes on if it has answered, else when it does. */
    void asked() {
      if (!stage.compareAndSet(Stage.ASKED, Stage.WAITING)) {
        run();
      }
    }

    @Override
    public void run() {
      Refused decision = refusal;
      if (decision != null) {
        told.accept(decision);
        return;
      }
      try {
        work.run();
      } finally {
        if (permit != null) {
          permit.succeeded();
        }
      }
    }
  }

  /** A refusal as it is sent. Immutable. */
  private static final class Shed {
    final Problem problem;
    final byte[] body;

    Shed(Refused decision) {
      problem = Problem.shed(decision);
      body = Exchange.bodyOf(problem);
    }
  }
}
