package dev.spillway.server.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a CloudEvent has to have, and where its order key stands. Immutable.
 *
 * <p>Source: CloudEvents 1.0.2 (CNCF), required context attributes; the partitioning extension.
 */
final class CloudEventFields {
  private static final String VERSION = "1.0";

  private final int versionSlot;
  private final int sourceSlot;
  private final int partitionKeySlot;

  /** Adds to {@code tree} what is looked at. */
  CloudEventFields(FieldTree tree) {
    versionSlot = tree.fieldSlot("specversion");
    sourceSlot = tree.fieldSlot("source");
    partitionKeySlot = tree.fieldSlot("partitionkey");
  }

  void check(JsonRecord record, Place place) throws RecordException {
    String version = record.text(versionSlot);
    if (!VERSION.equals(version)) {
      throw RecordException.field(
          place,
          "specversion",
          "specversion must be "
              + VERSION
              + (version == null
                  ? ", and is missing: "
                  : ": specversion=" + RecordException.shortened(version) + " ")
              + place.shown());
    }
    require(record.text(FieldTree.ID), "id", place);
    require(record.text(sourceSlot), "source", place);
    require(record.text(FieldTree.TYPE), "type", place);
  }

  private static void require(@Nullable String value, String name, Place place)
      throws RecordException {
    if (value == null || value.isEmpty()) {
      throw RecordException.field(
          place, name, "a CloudEvent must have " + name + ": " + place.shown());
    }
  }

  /** What keeps the event's order: the field {@code key}, or else {@code partitionkey}. */
  int keySlot(JsonRecord record) {
    return record.text(FieldTree.KEY) != null ? FieldTree.KEY : partitionKeySlot;
  }
}
