package dev.spillway.server.security;

import dev.spillway.internal.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each call that needs {@link Scope#ADMIN}, whether it was let through or not. */
public final class AuditLog {
  private static final Logger LOGGER = LoggerFactory.getLogger("dev.spillway.audit");

  private AuditLog() {}

  /**
   * Tells of a call that is about to be answered.
   *
   * @param caller who it was
   * @param status of the answer; 0 if there is none, because the client went away
   */
  public static void tell(Caller caller, Call call, int status) {
    LOGGER.info(
        "event=admin-call key={} remote={} method={} path={} queue={} status={}",
        caller.name(),
        LogText.quoted(call.remote()),
        LogText.quoted(call.method()),
        LogText.quoted(call.path()),
        LogText.quoted(call.queue()),
        status);
  }

  /**
   * What was called.
   *
   * @param path without the query, which may hold anything
   * @param queue as the path names it, also one that there is not; empty for none
   */
  public record Call(String remote, String method, String path, String queue) {}
}
