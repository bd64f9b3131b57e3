package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Nearest;
import dev.spillway.yaml.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays values of {@code SPILLWAY_…} variables into {@link Settings}.
 *
 * <p>A variable's name is the key's path in capitals with dots and dashes as underscores. Read
 * backwards that is ambiguous only in a queue's name, so known queues are tried first, and
 * otherwise underscores become dashes.
 */
final class EnvironmentLayer {
  /** Variables that the launcher and the commands read themselves. */
  static final Set<String> OTHER_VARIABLES =
      Set.of(
          "SPILLWAY_CONFIG",
          "SPILLWAY_URL",
          "SPILLWAY_QUEUE",
          "SPILLWAY_KEY",
          "SPILLWAY_JAVA_OPTS",
          "SPILLWAY_SAMPLE_DATA");

  /** What Kubernetes sets in every pod beside a service whose name begins with "spillway". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "SPILLWAY_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");
  private static final String QUEUE_PREFIX = Keys.VARIABLE_PREFIX + "QUEUES_";

  private final Settings settings;
  private final Mistakes mistakes;
  private final boolean inFile;

  EnvironmentLayer(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
    this.inFile = settings.namesQueues();
  }

  void read(Map<String, String> environment) {
    List<String> known = List.copyOf(settings.queues());
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(Keys.VARIABLE_PREFIX)
          && !OTHER_VARIABLES.contains(name)
          && !isServiceLink(name, variable.getValue())) {
        read(name, variable.getValue(), known);
      }
    }
  }

  private void read(String name, String value, List<String> knownQueues) {
    Origin origin = new Origin(Origin.Layer.ENVIRONMENT, name, 0);
    for (Key<?> key : Keys.ALL) {
      if (!key.ofQueue() && key.variable(null).equals(name)) {
        settings.put(key, null, settings.given(key, origin, value));
        return;
      }
      String queue = key.ofQueue() ? queueOf(name, key, knownQueues) : null;
      if (queue != null && inFile && !knownQueues.contains(queue)) {
        mistakes.add(
            origin,
            "queue must be one of those in the file, "
                + String.join(", ", knownQueues)
                + ": queue="
                + queue);
        return;
      }
      if (queue != null) {
        settings.put(key, queue, settings.given(key, origin, value));
        return;
      }
    }
    String nearest = Nearest.of(name, candidates(knownQueues));
    mistakes.add(
        origin,
        "no key has this variable; "
            + (nearest == null
                ? "spillway config --defaults lists the keys"
                : "did you mean " + nearest + "?"));
  }

  private static @Nullable String queueOf(String name, Key<?> key, List<String> knownQueues) {
    String suffix = "_" + key.variableSuffix();
    if (!name.startsWith(QUEUE_PREFIX)
        || !name.endsWith(suffix)
        || name.length() <= QUEUE_PREFIX.length() + suffix.length()) {
      return null;
    }
    String middle = name.substring(QUEUE_PREFIX.length(), name.length() - suffix.length());
    for (String queue : knownQueues) {
      if (Key.variablePart(queue).equals(middle)) {
        return queue;
      }
    }
    String queue = middle.toLowerCase(Locale.ROOT).replace('_', '-');
    return Keys.QUEUE_NAME.matcher(queue).matches() ? queue : null;
  }

  private static List<String> candidates(List<String> queues) {
    return Keys.ALL.stream()
        .flatMap(
            key ->
                key.ofQueue() ? queues.stream().map(key::variable) : Stream.of(key.variable(null)))
        .toList();
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches() || SERVICE_LINK_VALUE.matcher(value).matches();
  }
}
