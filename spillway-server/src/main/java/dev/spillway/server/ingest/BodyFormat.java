package dev.spillway.server.ingest;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a body holds its records. */
public enum BodyFormat {
  /** Each line is a JSON object. */
  JSON_LINES("application/x-ndjson"),
  /** One JSON object, or an array of them. */
  JSON("application/json"),
  /** One CloudEvent, as a JSON object. */
  CLOUDEVENT("application/cloudevents+json"),
  /** A JSON array of CloudEvents. */
  CLOUDEVENTS("application/cloudevents-batch+json"),
  /** Each line is an event, whatever it says. */
  TEXT("text/plain");

  private final String mediaType;

  BodyFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type that names the format, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether the body is one JSON document rather than lines. */
  public boolean isDocument() {
    return this == JSON || isCloudEvents();
  }

  /** Whether each record has to be a CloudEvent. */
  public boolean isCloudEvents() {
    return this == CLOUDEVENT || this == CLOUDEVENTS;
  }

  /** The format that {@code mediaType}, in lower case and without parameters, names. */
  public static @Nullable BodyFormat named(String mediaType) {
    for (BodyFormat format : values()) {
      if (format.mediaType.equals(mediaType)) {
        return format;
      }
    }
    return null;
  }

  /** Every media type, in order. */
  public static List<String> mediaTypes() {
    return Arrays.stream(values()).map(BodyFormat::mediaType).toList();
  }
}
