package dev.spillway.server.http;

import java.util.Locale;

/**
 * Every kind of problem that a client can be told of. {@code docs/errors.md} has a section for
 * each, and {@code docs/specs/openapi.yaml} a schema.
 */
enum ProblemType {
  MALFORMED_ENCODING(400, "The body cannot be decompressed"),
  MALFORMED_RECORD(400, "A record is malformed"),
  INVALID_FIELD(400, "A record has an invalid field"),
  INVALID_HEADER(400, "A header is invalid"),
  NO_RECORDS(400, "The body is empty"),
  BAD_QUERY(400, "The query is not understood"),
  BAD_REQUEST(400, "The request is not understood"),
  AMBIGUOUS_REQUEST(400, "The request can be read in two ways"),
  INVALID_CHANGE(400, "Nothing was changed"),
  KEY_MISSING(401, "A key is needed"),
  KEY_UNKNOWN(401, "The key is not known"),
  SCOPE_MISSING(403, "The key does not open this"),
  TENANT_BOUND(403, "This is about all tenants"),
  FOREIGN_TENANT(403, "The tenant is not one of the key's"),
  ADMIN_HEADER(403, "Calls that change something need a header"),
  FOREIGN_SITE(403, "Pages of other sites are not served"),
  UNKNOWN_PATH(404, "There is nothing here"),
  UNKNOWN_QUEUE(404, "There is no such queue"),
  WRONG_METHOD(405, "The method is not allowed"),
  REQUEST_TIMEOUT(408, "The request came too slowly"),
  BODY_TOO_SLOW(408, "The body came too slowly"),
  BODY_TOO_LARGE(413, "The body is too large"),
  RECORD_TOO_LARGE(413, "A record is too large"),
  TOO_MANY_RECORDS(413, "The body has too many records"),
  EVENT_TOO_LARGE(413, "No event was accepted"),
  URI_TOO_LONG(414, "The request's path and query are too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not understood"),
  FOREIGN_HOST(421, "This host is not served here"),
  REFUSED(422, "No event was accepted"),
  QUOTA_EXCEEDED(429, "No event was accepted"),
  REQUEST_HEADER_FIELDS_TOO_LARGE(431, "The request's headers are too large"),
  UNEXPECTED(500, "Something went wrong in the server"),
  OVERLOADED(503, "No event was accepted"),
  DEAD_LETTERS_UNAVAILABLE(503, "The dead letters cannot be reached now"),
  TOO_MANY_STREAMS(503, "Too many clients listen"),
  SHED(503, "The request was shed"),
  BUSY(503, "The server is busy"),
  STOPPING(503, "The server is stopping");

  private static final String URI_PREFIX = "urn:spillway:problem:";

  private final int status;
  private final String title;
  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The end of its URI, such as {@code body-too-large}. */
  String token() {
    return token;
  }

  /** The member {@code type} of the problem. */
  String uri() {
    return URI_PREFIX + token;
  }
}
