package dev.spillway.server.http;

import dev.spillway.server.ingest.EventTerms;
import dev.spillway.server.ingest.Sender;
import org.jspecify.annotations.Nullable;

/** The sender of one request: its headers, and what its key lets its events say. */
final class RequestSender implements Sender {
  private final Exchange exchange;
  private final EventTerms terms;

  RequestSender(Exchange exchange) {
    this.exchange = exchange;
    terms = new EventTerms(exchange.caller().grant());
  }

  @Override
  public @Nullable String apply(String header) {
    return exchange.header(header);
  }

  @Override
  public EventTerms terms() {
    return terms;
  }
}
