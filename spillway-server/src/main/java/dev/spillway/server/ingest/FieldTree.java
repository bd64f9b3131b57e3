package dev.spillway.server.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that are looked for in a record, as a tree of names; each has a slot. Immutable once
 * built.
 *
 * <pre>
 *   root ─ id        slot 0          known fields first,
 *        ├ priority  slot 1          then what a queue's rules look at
 *        ├ …
 *        ├ severity  slot 7
 *        └ data ─ level  slot 8      from /data/level
 * </pre>
 */
final class FieldTree {
  static final int ID = 0;
  static final int PRIORITY = 1;
  static final int TYPE = 2;
  static final int TENANT = 3;
  static final int KEY = 4;
  static final int DEADLINE = 5;
  static final int TRACEPARENT = 6;

  private static final List<String> KNOWN =
      List.of("id", "priority", "type", "tenant", "key", "deadline", "traceparent");

  private final Node root = new Node();
  private final List<String> slotNames = new ArrayList<>();

  FieldTree() {
    for (String name : KNOWN) {
      slot(List.of(name), name);
    }
  }

  /** The slot of a field of the record itself, which is made if there is none. */
  int fieldSlot(String name) {
    return slot(List.of(name), name);
  }

  /**
   * The slot of what a JSON pointer (RFC 6901) names, which is made if there is none.
   *
   * @throws IllegalArgumentException if {@code pointer} is not one, or names the whole record
   */
  int pathSlot(String pointer) {
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException("path must start with a slash: path=" + pointer);
    }
    List<String> names = new ArrayList<>();
    for (String part : pointer.substring(1).split("/", -1)) {
      names.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return slot(names, pointer);
  }

  private int slot(List<String> names, String slotName) {
    Node node = root;
    for (String name : names) {
      node = node.children.computeIfAbsent(name, added -> new Node());
    }
    if (node.slot < 0) {
      node.slot = slotNames.size();
      slotNames.add(slotName);
    }
    return node.slot;
  }

  Node root() {
    return root;
  }

  int slots() {
    return slotNames.size();
  }

  /** The field or path that fills {@code slot}. */
  String slotName(int slot) {
    return slotNames.get(slot);
  }

  static boolean isKnown(int slot) {
    return slot < KNOWN.size();
  }

  /** A name on the way to a value, or of one. */
  static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private int slot = -1;

    @Nullable Node child(String name) {
      return children.get(name);
    }

    boolean hasChildren() {
      return !children.isEmpty();
    }

    /** The slot that the value fills, or -1. */
    int slot() {
      return slot;
    }
  }
}
