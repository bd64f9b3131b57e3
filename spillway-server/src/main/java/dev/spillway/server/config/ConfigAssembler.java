package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.server.security.AccessKey;
import dev.spillway.yaml.Mistakes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the records out of the settings, and checks what must hold between keys. */
final class ConfigAssembler {
  private final Settings settings;
  private final Mistakes mistakes;
  private final SinkAssembler sinks;

  ConfigAssembler(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
    sinks = new SinkAssembler(settings, mistakes);
  }

  GatewayConfig assemble() {
    SortedMap<String, QueueConfig> queues = new TreeMap<>();
    for (String name : settings.queues()) {
      queues.put(name, queue(name));
    }
    SecurityConfig security = security();
    HttpConfig http = http(!security.keys().isEmpty());
    sinks.checkFilesDiffer(queues);
    return new GatewayConfig(
        http,
        security,
        settings.get(Keys.DATA_DIRECTORY, null),
        settings.get(Keys.SHUTDOWN_DRAIN, null),
        settings.get(Keys.HEALTH_INTERVAL, null),
        Collections.unmodifiableSortedMap(queues));
  }

  private LimitConfig limit() {
    Integer slots = settings.find(Keys.HTTP_LIMIT_SLOTS, null);
    return new LimitConfig(
        settings.get(Keys.HTTP_LIMIT_MODE, null),
        slots == null ? LimitConfig.standardSlots() : slots);
  }

  private HttpConfig http(boolean hasKeys) {
    String host = settings.get(Keys.HTTP_HOST, null);
    long maxBody = settings.get(Keys.HTTP_MAX_BODY_BYTES, null);
    long maxRecord = settings.get(Keys.HTTP_MAX_RECORD_BYTES, null);
    int port = settings.get(Keys.HTTP_PORT, null);
    int maxEvents = settings.get(Keys.HTTP_MAX_BATCH_EVENTS, null);
    HttpConfig http =
        new HttpConfig(
            host, port, new BodyLimits((int) maxBody, (int) maxRecord, maxEvents), limit());
    boolean allowNonLoopback = settings.get(Keys.HTTP_ALLOW_NON_LOOPBACK, null);
    if (!http.isOnLoopback() && !hasKeys && !allowNonLoopback) {
      mistakes.add(
          settings.placeOf(Keys.HTTP_HOST, null),
          "http.host must be a loopback address unless there are security.keys or"
              + " http.allow-non-loopback is true, because nobody is asked for a key: host="
              + Mistakes.shown(host));
    }
    if (maxRecord > maxBody) {
      mistakes.add(
          settings.placeOf(Keys.HTTP_MAX_RECORD_BYTES, null),
          "http.max-record-bytes must be at most http.max-body-bytes: max-record-bytes="
              + maxRecord
              + " max-body-bytes="
              + maxBody);
    }
    return http;
  }

  private SecurityConfig security() {
    List<AccessKey> keys = settings.find(Keys.SECURITY_KEYS, null);
    Path certificate = settings.find(Keys.TLS_CERTIFICATE, null);
    Path privateKey = settings.find(Keys.TLS_PRIVATE_KEY, null);
    boolean hasCertificate = settings.setting(Keys.TLS_CERTIFICATE, null) != null;
    boolean hasPrivateKey = settings.setting(Keys.TLS_PRIVATE_KEY, null) != null;
    if (hasCertificate != hasPrivateKey) {
      Key<Path> given = hasCertificate ? Keys.TLS_CERTIFICATE : Keys.TLS_PRIVATE_KEY;
      Key<Path> missing = hasCertificate ? Keys.TLS_PRIVATE_KEY : Keys.TLS_CERTIFICATE;
      mistakes.add(
          settings.placeOf(given, null), missing.name() + " must be set beside " + given.name());
    }
    return new SecurityConfig(
        keys == null ? List.of() : keys,
        certificate == null || privateKey == null ? null : new TlsConfig(certificate, privateKey));
  }

  private QueueConfig queue(String name) {
    DiskConfig disk = disk(name);
    Map<Priority, Integer> lanes = new EnumMap<>(Priority.class);
    for (Map.Entry<Priority, Key<Integer>> lane : Keys.LANES.entrySet()) {
      Integer events = settings.find(lane.getValue(), name);
      if (events != null) {
        lanes.put(lane.getKey(), events);
      }
    }
    return new QueueConfig(
        name,
        settings.get(Keys.PROFILE, name).token(),
        new PolicyAssembler(settings, mistakes).assemble(name, disk.mode()),
        settings.get(Keys.MEMORY_BYTES, name),
        Collections.unmodifiableMap(lanes),
        disk,
        classification(name),
        delivery(name),
        sinks.assemble(name));
  }

  private DiskConfig disk(String queue) {
    return new DiskConfig(
        settings.get(DiskKeys.MODE, queue),
        settings.get(DiskKeys.MAX_BYTES, queue),
        new DiskConfig.Full(
            settings.find(DiskKeys.KEEP_FREE, queue),
            settings.get(DiskKeys.WHEN_FULL, queue),
            settings.get(DiskKeys.WAIT_AT_MOST, queue),
            settings.get(DiskKeys.SLOW_FORCE, queue)));
  }

  private Classification classification(String queue) {
    Map<String, Priority> names = new HashMap<>();
    for (Priority priority : Priority.values()) {
      names.put(priority.token(), priority);
    }
    names.putAll(settings.get(Keys.PRIORITY_NAMES, queue));
    List<Classification.Rule> rules =
        settings.get(Keys.CLASSIFY, queue).stream()
            .map(
                rule ->
                    rule.map().isEmpty()
                        ? new Classification.Rule(
                            rule.source(), rule.name(), Map.copyOf(names), rule.otherwise())
                        : rule)
            .toList();
    return new Classification(Map.copyOf(names), rules, settings.get(Keys.DEFAULT_PRIORITY, queue));
  }

  private DeliveryConfig delivery(String queue) {
    return new DeliveryConfig(
        settings.get(Keys.BATCH_EVENTS, queue),
        Math.toIntExact(settings.get(Keys.BATCH_BYTES, queue)),
        settings.get(Keys.SLOTS, queue),
        settings.get(Keys.TRIES, queue),
        settings.get(Keys.RETRY_DELAY, queue),
        settings.get(Keys.RETRY_FACTOR, queue),
        circuit(queue));
  }

  private CircuitConfig circuit(String queue) {
    Duration openTime = settings.get(CircuitKeys.OPEN_TIME, queue);
    Duration longest = settings.get(CircuitKeys.LONGEST_OPEN_TIME, queue);
    if (longest.compareTo(openTime) < 0) {
      mistakes.add(
          settings.placeOf(CircuitKeys.LONGEST_OPEN_TIME, queue),
          CircuitKeys.LONGEST_OPEN_TIME.path(queue)
              + " must be at least open-time: longest-open-time="
              + longest.toMillis()
              + "ms open-time="
              + openTime.toMillis()
              + "ms");
    }
    return new CircuitConfig(
        settings.get(CircuitKeys.MODE, queue),
        settings.get(CircuitKeys.FAILURE_RATE, queue),
        settings.get(CircuitKeys.MINIMUM_CALLS, queue),
        settings.get(CircuitKeys.CONSECUTIVE_FAILURES, queue),
        settings.get(CircuitKeys.WINDOW, queue),
        openTime,
        longest,
        settings.get(CircuitKeys.HALF_OPEN_CALLS, queue));
  }
}
