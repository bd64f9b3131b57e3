package dev.spillway.server.ingest;

import dev.spillway.Headers;
import dev.spillway.Priority;
import dev.spillway.server.config.Classification;
import dev.spillway.server.config.Classification.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A queue's {@link Classification}, with its rules tied to the slots of a tree. Immutable. */
final class Classifier {
  private final Classification classification;
  private final List<Lookup> lookups = new ArrayList<>();

  /** Adds to {@code tree} what the rules look at. */
  Classifier(Classification classification, FieldTree tree) {
    this.classification = classification;
    for (Classification.Rule rule : classification.rules()) {
      int slot =
          switch (rule.source()) {
            case FIELD -> tree.fieldSlot(rule.name());
            case PATH -> tree.pathSlot(rule.name());
            case HEADER -> -1;
          };
      lookups.add(new Lookup(rule, slot));
    }
  }

  /** The priority that the request's header names, or null when it has none. */
  @Nullable Priority fromHeader(Function<String, @Nullable String> headers) throws RecordException {
    String name = headers.apply(Headers.PRIORITY);
    if (name == null) {
      return null;
    }
    Priority priority = named(name.strip());
    if (priority == null) {
      throw RecordException.header(Headers.PRIORITY, unknown(Headers.PRIORITY, name));
    }
    return priority;
  }

  /** The priority that a record's own field names, or null when it has none. */
  @Nullable Priority fromField(JsonRecord record, Place place) throws RecordException {
    String name = record.text(FieldTree.PRIORITY);
    if (name == null) {
      return null;
    }
    Priority priority = named(name);
    if (priority == null) {
      throw RecordException.field(
          place, "priority", unknown("priority", name) + " " + place.shown());
    }
    return priority;
  }

  /** What the first rule that matches says, else the default. No record: only headers match. */
  Priority byRules(@Nullable JsonRecord record, Function<String, @Nullable String> headers) {
    for (Lookup lookup : lookups) {
      Priority priority = lookup.find(record, headers);
      if (priority != null) {
        return priority;
      }
    }
    return classification.defaultPriority();
  }

  private @Nullable Priority named(String name) {
    return ofAnyCase(classification.priorityNames(), name);
  }

  private String unknown(String where, String name) {
    return where
        + " must be one of "
        + classification.priorityNames().keySet().stream()
            .sorted()
            .collect(Collectors.joining(", "))
        + ": "
        + where
        + "="
        + RecordException.shortened(name);
  }

  private static @Nullable Priority ofAnyCase(Map<String, Priority> map, String value) {
    Priority priority = map.get(value);
    return priority != null ? priority : map.get(value.toLowerCase(Locale.ROOT));
  }

  /** A rule and the slot that its value is found in, -1 for a header. */
  private record Lookup(Classification.Rule rule, int slot) {
    @Nullable Priority find(
        @Nullable JsonRecord record, Function<String, @Nullable String> headers) {
      String value = value(record, headers);
      Priority priority = value == null ? null : ofAnyCase(rule.map(), value);
      return priority != null ? priority : rule.otherwise();
    }

    private @Nullable String value(
        @Nullable JsonRecord record, Function<String, @Nullable String> headers) {
      if (rule.source() == Source.HEADER) {
        return headers.apply(rule.name());
      }
      return record == null ? null : record.text(slot);
    }
  }
}
