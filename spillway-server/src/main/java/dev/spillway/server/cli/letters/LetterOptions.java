package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.access.AccessOptions;
import dev.spillway.server.cli.access.GatewayAccess;
import dev.spillway.server.cli.access.QueueOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands about dead letters have: where, and which. */
final class LetterOptions {
  @Mixin private final AccessOptions access;
  @Mixin private final QueueOption queue;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only the event of this id; may be given several times.")
  private List<String> ids = List.of();

  @Option(
      names = "--priority",
      paramLabel = "NAME",
      description = "Only events of this priority: critical, high, normal, low or bulk.")
  private @Nullable String priority;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only events of this tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many at most, the oldest. List shows 100 unless told otherwise.")
  private @Nullable Long limit;

  @Option(names = "--json", description = "Print the gateway's own answer.")
  private boolean json;

  LetterOptions(Map<String, String> environment) {
    access = new AccessOptions(environment);
    queue = new QueueOption(environment);
  }

  /**
   * The way to the gateway.
   *
   * @throws AccessOptions.UsageException if an option cannot be used, in words
   */
  GatewayAccess access() throws AccessOptions.UsageException {
    return access.access();
  }

  boolean json() {
    return json;
  }

  String queue() {
    return queue.name();
  }

  long limitOr(long otherwise) {
    return limit == null ? otherwise : limit;
  }

  /** Whether anything says which letters are meant. */
  boolean isNarrowed() {
    return !ids.isEmpty() || priority != null || tenant != null || limit != null;
  }

  /** What is wrong with them, or nothing. */
  String problem() {
    return limit != null && limit < 1 ? "--limit must be at least 1: limit=" + limit : "";
  }

  /** Where the letters are that are meant; {@code more} is further parameters, encoded. */
  String target(String path, List<String> more) {
    List<String> query = new ArrayList<>();
    ids.forEach(id -> query.add("id=" + encoded(id)));
    if (priority != null) {
      query.add("priority=" + encoded(priority.toLowerCase(Locale.ROOT)));
    }
    if (tenant != null) {
      query.add("tenant=" + encoded(tenant));
    }
    query.addAll(more);
    String joined = query.isEmpty() ? "" : "?" + String.join("&", query);
    return "/api/v1/queues/" + encoded(queue.name()) + "/dead-letters" + path + joined;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
