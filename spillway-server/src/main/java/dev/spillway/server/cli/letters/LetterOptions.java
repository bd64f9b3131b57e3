package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.access.QueueOption;
import java.net.URI;
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
  @Option(
      names = "--url",
      defaultValue = "${env:SPILLWAY_URL:-http://127.0.0.1:8080}",
      paramLabel = "URL",
      description = "The gateway. Default: SPILLWAY_URL if set, or this machine, port 8080.")
  private URI url = URI.create("http://127.0.0.1:8080");

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
    queue = new QueueOption(environment);
  }

  boolean json() {
    return json;
  }

  String queue() {
    return queue.name();
  }

  URI url() {
    return url;
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
    if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        || url.getHost() == null) {
      return "--url must be an http or https URL: url=" + url;
    }
    return limit != null && limit < 1 ? "--limit must be at least 1: limit=" + limit : "";
  }

  /** Where the letters are that are meant; {@code more} is further parameters, encoded. */
  URI target(String path, List<String> more) {
    List<String> query = new ArrayList<>();
    ids.forEach(id -> query.add("id=" + encoded(id)));
    if (priority != null) {
      query.add("priority=" + encoded(priority.toLowerCase(Locale.ROOT)));
    }
    if (tenant != null) {
      query.add("tenant=" + encoded(tenant));
    }
    query.addAll(more);
    String base = url.toString().replaceAll("/+$", "");
    String joined = query.isEmpty() ? "" : "?" + String.join("&", query);
    return URI.create(
        base + "/api/v1/queues/" + encoded(queue.name()) + "/dead-letters" + path + joined);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
