package dev.spillway.server.http;

import dev.spillway.server.security.AccessKey;
import dev.spillway.server.security.Caller;
import dev.spillway.server.security.Denial;
import dev.spillway.server.security.Denials;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.security.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may take which route, before anything of the request's body is read. Thread-safe.
 *
 * <p>With no keys configured, everybody may; only calls that change something must then show that
 * no page of another site made them.
 */
final class Gate {
  /** What no form and no page of another site can send without having asked first. */
  private static final String ADMIN_HEADER = "Spillway-Admin";

  private static final String SCHEME = "bearer ";
  private static final List<String> SAFE_METHODS = List.of("GET", "HEAD");

  private final Keyring keys;
  private final Denials denials;
  private final Map<String, LongAdder> requests = new HashMap<>();

  Gate(Keyring keys, Denials denials) {
    this.keys = keys;
    this.denials = denials;
    requests.put(Caller.NOBODY.name(), new LongAdder());
    keys.names().forEach(name -> requests.put(name, new LongAdder()));
  }

  /** How many requests showed each key, by its name. */
  Map<String, LongAdder> requests() {
    return requests;
  }

  /** Who makes this request; nobody in particular if its key is missing or unknown. */
  Caller callerOf(Request request) {
    Caller caller = known(request);
    Objects.requireNonNull(requests.get(caller.name())).increment();
    return caller;
  }

  private Caller known(Request request) {
    if (keys.isEmpty()) {
      return Caller.ANYBODY;
    }
    String secret = secretOf(request);
    AccessKey key = secret == null ? null : keys.find(secret);
    return key == null ? Caller.NOBODY : Caller.of(key);
  }

  /**
   * Lets {@code exchange} take {@code route}.
   *
   * @throws ProblemException if its caller may not
   */
  void check(Exchange exchange, Route route) throws ProblemException {
    Caller caller = exchange.caller();
    Scope scope = route.access().scope();
    if (scope == null) {
      return;
    }
    if (!keys.isEmpty()) {
      checkKey(exchange, scope);
      if (caller.grant().isBound() && !route.access().isForBoundKeys()) {
        throw denied(exchange, Denial.TENANT_BOUND, tenantBound(caller));
      }
    }
    boolean changes = !SAFE_METHODS.contains(exchange.request().getMethod());
    if (changes && route.access().needsAdminHeader() && !showsItsOwnSite(exchange)) {
      throw denied(exchange, Denial.ADMIN_HEADER, adminHeader(exchange));
    }
  }

  private void checkKey(Exchange exchange, Scope scope) throws ProblemException {
    Caller caller = exchange.caller();
    if (!caller.authenticated()) {
      boolean missing = secretOf(exchange.request()) == null;
      throw denied(
          exchange,
          missing ? Denial.KEY_MISSING : Denial.KEY_UNKNOWN,
          missing ? keyMissing() : keyUnknown());
    }
    if (!caller.grant().opens(scope)) {
      throw denied(exchange, Denial.SCOPE_MISSING, scopeMissing(caller, scope));
    }
  }

  /** Counts a refusal and makes it what ends the request. */
  ProblemException denied(Exchange exchange, Denial denial, Problem problem) {
    denials.add(denial, exchange.caller().name(), Exchange.remoteOf(exchange.request()));
    return new ProblemException(problem);
  }

  /** What stands behind {@code Bearer}; null if there is no such header. */
  private static @Nullable String secretOf(Request request) {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (headers.isEmpty()) {
      return null;
    }
    String header = headers.get(0).strip();
    boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    if (!bearer) {
      return null;
    }
    return headers.size() > 1 ? "" : header.substring(SCHEME.length()).strip();
  }

  private static boolean showsItsOwnSite(Exchange exchange) {
    String type = exchange.header("Content-Type");
    return exchange.caller().authenticated()
        || "true".equals(exchange.header(ADMIN_HEADER))
        || (type != null && mediaType(type).equals("application/json"));
  }

  private static String mediaType(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static Problem keyMissing() {
    return Problem.of(
            ProblemType.KEY_MISSING,
            "Authorization must be Bearer and a key: send Authorization: Bearer sw_…")
        .header("WWW-Authenticate", "Bearer realm=\"spillway\"");
  }

  private static Problem keyUnknown() {
    return Problem.of(ProblemType.KEY_UNKNOWN, "the key must be one whose hash is in security.keys")
        .header("WWW-Authenticate", "Bearer realm=\"spillway\", error=\"invalid_token\"");
  }

  private static Problem scopeMissing(Caller caller, Scope scope) {
    List<String> scopes = caller.grant().scopes().stream().map(Scope::token).sorted().toList();
    return Problem.of(
            ProblemType.SCOPE_MISSING,
            "the key must have scope "
                + scope.token()
                + ": key="
                + caller.name()
                + " scopes="
                + String.join(",", scopes))
        .with("scope", scope.token());
  }

  private static Problem tenantBound(Caller caller) {
    return Problem.of(
        ProblemType.TENANT_BOUND,
        "the key must be bound to no tenants, because this tells of all of them or changes what they"
            + " share: key="
            + caller.name()
            + " tenants="
            + String.join(",", caller.grant().sortedTenants()));
  }

  /** The problem of a caller who means the tenant of somebody else. */
  static Problem foreignTenant(String detail) {
    return Problem.of(ProblemType.FOREIGN_TENANT, detail);
  }

  private static Problem adminHeader(Exchange exchange) {
    String admin = exchange.header(ADMIN_HEADER);
    return Problem.of(
        ProblemType.ADMIN_HEADER,
        ADMIN_HEADER
            + " must be true, or Content-Type application/json, or there must be a key: "
            + ADMIN_HEADER
            + "="
            + (admin == null ? "" : admin));
  }
}
