package dev.spillway.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of events to send: those of the directory that {@code spillway.sample-data} names, or made
 * ones of the same shape.
 */
final class SampleEvents {
  static final Map<String, List<String>> SEVERITIES = new LinkedHashMap<>();

  private static final List<String> NAMES =
      List.of("ssh-security.ndjson", "bgl-telemetry.ndjson", "mixed-logs.ndjson");
  private static final Pattern ID = Pattern.compile("\"id\": \"([^\"]+)\"");
  private static final Pattern SEVERITY = Pattern.compile("\"severity\": \"([^\"]+)\"");

  static {
    SEVERITIES.put("critical", List.of("critical", "fatal"));
    SEVERITIES.put("high", List.of("high", "severe", "error"));
    SEVERITIES.put("normal", List.of("medium", "warning", "warn", "notice"));
    SEVERITIES.put("low", List.of("low", "info"));
    SEVERITIES.put("bulk", List.of("debug", "trace"));
  }

  private final List<Path> files;

  /** The ids of one pass by lane, in the order of sending. */
  private final Map<String, List<String>> idsByLane = new HashMap<>();

  private SampleEvents(List<Path> files) throws IOException {
    this.files = files;
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        String lane = laneOf(find(SEVERITY, line));
        idsByLane.computeIfAbsent(lane, unused -> new ArrayList<>()).add(find(ID, line));
      }
    }
  }

  /** The given files, or made ones below {@code directory}. */
  static SampleEvents in(Path directory) throws IOException {
    String given = System.getProperty("spillway.sample-data", "");
    if (!given.isEmpty()) {
      return new SampleEvents(NAMES.stream().map(Path.of(given)::resolve).toList());
    }
    List<Path> made = new ArrayList<>();
    for (String name : NAMES) {
      made.add(Files.write(directory.resolve(name), lines(name)));
    }
    return new SampleEvents(made);
  }

  private static List<String> lines(String name) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    List<String> severities = SEVERITIES.values().stream().flatMap(List::stream).toList();
    List<String> lines = new ArrayList<>();
    for (int number = 1; number <= 4_000; number++) {
      String message = "request " + random.nextInt(100_000) + " of host " + random.nextInt(50);
      lines.add(
          String.format(
              "{\"id\": \"%s-%05d\", \"type\": \"made\", \"severity\": \"%s\", \"tenant\": \"t%d\","
                  + " \"key\": \"k%d\", \"data\": {\"message\": \"%s took long\"}}",
              name.substring(0, 3),
              number,
              severities.get(random.nextInt(severities.size())),
              random.nextInt(5),
              random.nextInt(500),
              message.repeat(1 + random.nextInt(5))));
    }
    return lines;
  }

  private static String laneOf(String severity) {
    return SEVERITIES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(severity))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown severity: " + severity));
  }

  private static String find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + line);
    }
    return matcher.group(1);
  }

  List<String> fileNames() {
    return files.stream().map(Path::toString).toList();
  }

  /** The ids that a lane must see when the files are sent {@code passes} times, in order. */
  List<String> sent(String lane, int passes) {
    List<String> once = idsByLane.getOrDefault(lane, List.of());
    List<String> all = new ArrayList<>(once);
    for (int pass = 2; pass <= passes; pass++) {
      String suffix = "-" + pass;
      once.forEach(id -> all.add(id + suffix));
    }
    return all;
  }

  int count() {
    return idsByLane.values().stream().mapToInt(List::size).sum();
  }
}
