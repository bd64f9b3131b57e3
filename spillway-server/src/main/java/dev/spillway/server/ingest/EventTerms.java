package dev.spillway.server.ingest;

import dev.spillway.Priority;
import dev.spillway.server.security.Grant;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one request may say of themselves: whose they are, and how much they matter.
 * Used by one thread.
 */
public final class EventTerms {
  /** What anybody may say while no key is configured; lowers nothing, so all may share it. */
  static final EventTerms OPEN = new EventTerms(Grant.ALL);

  private final Grant grant;
  private int lowered;

  /** Terms for a sender that may do what {@code grant} says. */
  public EventTerms(Grant grant) {
    this.grant = grant;
  }

  /** How many events wanted a higher priority than they may have. */
  public int lowered() {
    return lowered;
  }

  /** The priority of an event that asks for {@code wanted}. */
  Priority priority(Priority wanted) {
    if (grant.highest().isAtLeast(wanted)) {
      return wanted;
    }
    lowered++;
    return grant.highest();
  }

  /**
   * The tenant of an event that names {@code named}.
   *
   * @param place of its record
   * @throws RecordException if it is none of the sender's, or nobody can say which of them
   */
  @Nullable String tenant(@Nullable String named, Place place) throws RecordException {
    if (named != null && !grant.covers(named)) {
      throw RecordException.foreignTenant(
          place,
          "tenant must be one of the key's, "
              + String.join(", ", grant.sortedTenants())
              + ": tenant="
              + RecordException.shortened(named)
              + " "
              + place.shown());
    }
    if (named != null || !grant.isBound()) {
      return named;
    }
    String only = grant.onlyTenant();
    if (only == null) {
      throw RecordException.field(
          place,
          "tenant",
          "tenant must be named, because the key has several, "
              + String.join(", ", grant.sortedTenants())
              + ": "
              + place.shown());
    }
    return only;
  }
}
