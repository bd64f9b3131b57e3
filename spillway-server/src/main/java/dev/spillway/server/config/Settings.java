package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Origin;
import dev.spillway.yaml.YamlTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was set where, and what holds for each key once the layers lie on each other. Not
 * thread-safe.
 */
final class Settings {
  static final String DEFAULT_QUEUE = "default";

  private final Map<String, Setting> byPath = new HashMap<>();
  private final SortedSet<String> queues = new TreeSet<>();
  private final Mistakes mistakes;

  Settings(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The same values; mistakes in them are added to {@code others}. */
  Settings copy(Mistakes others) {
    Settings copy = new Settings(others);
    copy.byPath.putAll(byPath);
    copy.queues.addAll(queues);
    return copy;
  }

  /** Takes a value that some layer gives; the later layer wins, and within one the later value. */
  void put(Key<?> key, @Nullable String queue, Setting setting) {
    if (queue != null) {
      queues.add(queue);
    }
    byPath.merge(
        key.path(queue),
        setting,
        (was, is) -> is.origin().layer().compareTo(was.origin().layer()) >= 0 ? is : was);
  }

  /** Forgets what was said about a key, so that its profile's value holds, or its default. */
  void unset(Key<?> key, String queue) {
    byPath.remove(key.path(queue));
  }

  /** Whether the file already gave this path. */
  boolean contains(String path) {
    return byPath.containsKey(path);
  }

  /** Makes a queue exist for which nothing else is set. */
  void addQueue(String queue) {
    queues.add(queue);
  }

  /** Whether any queue is set up, so that there is no default one. */
  boolean namesQueues() {
    return !queues.isEmpty();
  }

  /** The names of the queues that are set up, or the default one. */
  SortedSet<String> queues() {
    return queues.isEmpty() ? new TreeSet<>(Set.of(DEFAULT_QUEUE)) : queues;
  }

  /** The value of a key that has a default. */
  <T> T get(Key<T> key, @Nullable String queue) {
    T value = find(key, queue);
    if (value == null) {
      value = readDefault(key, queue);
    }
    if (value == null) {
      throw new IllegalStateException("default must be valid: key=" + key.path(queue));
    }
    return value;
  }

  /** The value of a key; null when it is not set or, with a mistake added, not valid. */
  <T> @Nullable T find(Key<T> key, @Nullable String queue) {
    Setting setting = setting(key, queue);
    return setting == null ? null : key.type().read(key.path(queue), setting, mistakes);
  }

  /** What holds for a key, with where it was said; null when it has no value. */
  @Nullable Setting setting(Key<?> key, @Nullable String queue) {
    Setting given = byPath.get(key.path(queue));
    if (given != null) {
      return given;
    }
    Setting fromProfile =
        queue == null || key.equals(Keys.PROFILE) ? null : fromProfile(key, queue);
    return fromProfile != null ? fromProfile : fromDefault(key, queue);
  }

  /** Where what holds for a key was said. */
  Origin placeOf(Key<?> key, @Nullable String queue) {
    Setting setting = setting(key, queue);
    return setting == null ? Origin.DEFAULT : setting.origin();
  }

  private @Nullable Setting fromProfile(Key<?> key, String queue) {
    Setting named = byPath.get(Keys.PROFILE.path(queue));
    Profile profile =
        named == null
            ? null
            : Keys.PROFILE.type().read(Keys.PROFILE.path(queue), named, new Mistakes());
    String text = profile == null ? null : profile.value(key.name());
    return text == null || profile == null
        ? null
        : given(key, new Origin(Origin.Layer.PROFILE, "profile " + profile.token(), 0), text);
  }

  private @Nullable Setting fromDefault(Key<?> key, @Nullable String queue) {
    String text = key.defaultText();
    if (text == null) {
      return null;
    }
    if (queue != null && text.contains("{queue}")) {
      text = text.replace("{queue}", queue);
      text = text.replace("{data}", get(Keys.DATA_DIRECTORY, null).toString());
    }
    return given(key, Origin.DEFAULT, text);
  }

  /** Whether {@code setting} says what the table's default says. */
  boolean isDefault(Key<?> key, @Nullable String queue, Setting setting) {
    Setting standard = fromDefault(key, queue);
    return standard != null && FlowYaml.of(standard.value()).equals(FlowYaml.of(setting.value()));
  }

  private <T> @Nullable T readDefault(Key<T> key, @Nullable String queue) {
    Setting setting = fromDefault(key, queue);
    return setting == null ? null : key.type().read(key.path(queue), setting, mistakes);
  }

  /** Whether a key has an effect beside the others that hold. */
  boolean matters(Key<?> key, @Nullable String queue) {
    boolean ofFile = key.equals(SinkKeys.SINK_PATH);
    boolean ofHttp =
        key.equals(SinkKeys.SINK_URL)
            || key.equals(SinkKeys.SINK_URLS)
            || key.equals(SinkKeys.SINK_HEADERS)
            || key.equals(SinkKeys.SINK_TIMEOUT);
    if (queue == null || !(ofFile || ofHttp)) {
      return true;
    }
    return ofFile == (find(SinkKeys.SINK_TYPE, queue) == SinkKeys.SinkType.FILE);
  }

  /** Where the value of the key with this whole path was given. */
  Origin originOf(String path) {
    KeyPath target = KeyPath.parse(path);
    Setting setting = target.key() == null ? null : setting(target.key(), target.queue());
    return setting == null ? Origin.DEFAULT : setting.origin();
  }

  /** A value given as text; keys whose values have a structure read it as YAML. */
  Setting given(Key<?> key, Origin origin, String text) {
    Node node = null;
    if (key.type().structured()) {
      node = YamlTree.ofValue(origin, text, mistakes);
    }
    return new Setting(origin, node == null ? new Node.Scalar(origin, text) : node);
  }
}
