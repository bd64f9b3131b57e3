package dev.spillway.server.http;

/** Answers the requests of one route. Thread-safe. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers {@code exchange}, now or later.
   *
   * @param queue the queue that the path names; empty when it names none
   */
  void serve(Exchange exchange, String queue) throws ProblemException;
}
