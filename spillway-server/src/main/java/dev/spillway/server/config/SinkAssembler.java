package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes a queue's sink out of the settings, and checks what must hold between its keys. */
final class SinkAssembler {
  private static final List<URI> NO_URLS = List.of(URI.create("http://127.0.0.1/"));

  private final Settings settings;
  private final Mistakes mistakes;

  SinkAssembler(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  SinkConfig assemble(String queue) {
    SinkConfig.Format format = settings.get(SinkKeys.SINK_FORMAT, queue);
    Path path = settings.get(SinkKeys.SINK_PATH, queue);
    List<URI> urls = urls(queue);
    if (settings.get(SinkKeys.SINK_TYPE, queue) == SinkKeys.SinkType.FILE) {
      mustNotBeSet(SinkKeys.SINK_URL, "file", queue);
      mustNotBeSet(SinkKeys.SINK_URLS, "file", queue);
      mustNotBeSet(SinkKeys.SINK_HEADERS, "file", queue);
      return new SinkConfig.File(path, format);
    }
    mustNotBeSet(SinkKeys.SINK_PATH, "http", queue);
    if (settings.setting(SinkKeys.SINK_URL, queue) == null
        && settings.setting(SinkKeys.SINK_URLS, queue) == null) {
      mistakes.add(
          settings.placeOf(SinkKeys.SINK_TYPE, queue),
          SinkKeys.SINK_URL.path(queue)
              + " must be set when sink.type is http, such as "
              + SinkKeys.SINK_URL.example());
    }
    Map<String, String> headers = settings.find(SinkKeys.SINK_HEADERS, queue);
    return new SinkConfig.Http(
        urls == null ? NO_URLS : urls,
        settings.get(SinkKeys.SINK_TIMEOUT, queue),
        format,
        headers == null ? Map.of() : headers);
  }

  private @Nullable List<URI> urls(String queue) {
    URI one = settings.find(SinkKeys.SINK_URL, queue);
    List<URI> several = settings.find(SinkKeys.SINK_URLS, queue);
    if (settings.setting(SinkKeys.SINK_URL, queue) != null
        && settings.setting(SinkKeys.SINK_URLS, queue) != null) {
      mistakes.add(
          settings.placeOf(SinkKeys.SINK_URLS, queue),
          SinkKeys.SINK_URLS.path(queue)
              + " must not be set beside sink.url; put all in sink.urls");
    }
    return one == null ? several : List.of(one);
  }

  /** What has no effect was meant to have one, unless it only repeats the default. */
  private void mustNotBeSet(Key<?> key, String sinkType, String queue) {
    Setting setting = settings.setting(key, queue);
    if (setting != null && !settings.isDefault(key, queue, setting)) {
      mistakes.add(
          setting.origin(),
          key.path(queue)
              + " must not be set when sink.type is "
              + sinkType
              + "; leave it out, or set sink.type to "
              + (sinkType.equals("file") ? "http" : "file")
              + ": "
              + key.name().substring(key.name().lastIndexOf('.') + 1)
              + "="
              + shown(key, setting.value()));
    }
  }

  private static String shown(Key<?> key, Node value) {
    boolean scalar = value instanceof Node.Scalar;
    return scalar ? Mistakes.shown(key.type().shown(value)) : Mistakes.describe(value);
  }

  void checkFilesDiffer(SortedMap<String, QueueConfig> queues) {
    Map<Path, String> owners = new HashMap<>();
    for (QueueConfig queue : queues.values()) {
      if (queue.sink() instanceof SinkConfig.File file) {
        String other = owners.put(file.path().toAbsolutePath().normalize(), queue.name());
        if (other != null) {
          mistakes.add(
              settings.placeOf(SinkKeys.SINK_PATH, queue.name()),
              SinkKeys.SINK_PATH.path(queue.name())
                  + " must differ from "
                  + SinkKeys.SINK_PATH.path(other)
                  + ": path="
                  + Mistakes.shown(file.path().toString()));
        }
      }
    }
  }
}
