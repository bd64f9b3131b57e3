package dev.spillway.testkit.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a store promised of the records of one lane, or of its letters, and since when. */
final class Promises {
  private static final int LONGEST_NAME = 12;

  private final String name;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Item> byText = new HashMap<>();

  Promises(String name) {
    this.name = name;
  }

  /** What is true of a record. */
  enum Fate {
    /** Nobody knows it. */
    ABSENT,
    /** It was handed over, and may be found or not. */
    TAKEN,
    /** It must be found. */
    KEPT,
    /** It was acknowledged, and may be found again. */
    SETTLED,
    /** It must not be found. */
    GONE
  }

  /** One record, and its fates with the number of operations that had happened by then. */
  private static final class Item {
    final String text;
    final int place;
    final List<Fate> fates = new ArrayList<>();
    final List<Integer> since = new ArrayList<>();

    Item(String text, int place) {
      this.text = text;
      this.place = place;
    }

    Fate now() {
      return fates.isEmpty() ? Fate.ABSENT : fates.get(fates.size() - 1);
    }

    Fate after(int operations) {
      int index = since.size() - 1;
      while (index >= 0 && since.get(index) > operations) {
        index--;
      }
      return index < 0 ? Fate.ABSENT : fates.get(index);
    }

    void set(Fate fate, int operations) {
      if (fate != now()) {
        fates.add(fate);
        since.add(operations);
      }
    }
  }

  void taken(String text, int operations) {
    Item item = new Item(text, items.size());
    items.add(item);
    byText.put(text, item);
    item.set(Fate.TAKEN, operations);
  }

  /** It is durable; nothing that came later is said of what is settled by now. */
  void kept(String text, int operations) {
    Item item = find(text);
    if (item.now() == Fate.TAKEN) {
      item.set(Fate.KEPT, operations);
    }
  }

  void settled(String text, int operations) {
    find(text).set(Fate.SETTLED, operations);
  }

  /** From now on it must not come back. */
  void gone(String text, int operations) {
    find(text).set(Fate.GONE, operations);
  }

  /** All that is settled without a gap from the oldest on must not come back. */
  void settledIsRecorded(int operations) {
    for (Item item : items) {
      if (item.now() == Fate.SETTLED) {
        item.set(Fate.GONE, operations);
      } else if (item.now() != Fate.GONE) {
        return;
      }
    }
  }

  /** All that was taken is durable. */
  void allIsKept(int operations) {
    items.stream()
        .filter(item -> item.now() == Fate.TAKEN)
        .forEach(item -> item.set(Fate.KEPT, operations));
  }

  /** A store that was opened again found {@code texts}; what it did not find is lost for good. */
  void found(List<String> texts, int operations) {
    for (Item item : items) {
      boolean there = texts.contains(item.text);
      if (item.now() == Fate.TAKEN && !there) {
        item.set(Fate.GONE, operations);
      } else if (item.now() == Fate.SETTLED && there) {
        item.set(Fate.KEPT, operations);
      }
    }
  }

  /** How often anything was promised or taken back by the time of so many operations. */
  long changes(int operations) {
    return items.stream()
        .mapToLong(item -> item.since.stream().filter(since -> since <= operations).count())
        .sum();
  }

  /** Compares with what a store found that was opened after a crash behind so many operations. */
  void check(List<String> texts, int operations) {
    int last = -1;
    for (String text : texts) {
      Item item = byText.get(text);
      if (item == null) {
        throw broken("invented or altered", text);
      }
      if (item.place <= last) {
        throw broken("has not kept the order of", text);
      }
      Fate fate = item.after(operations);
      if (fate == Fate.ABSENT || fate == Fate.GONE) {
        throw broken("brought back", text);
      }
      last = item.place;
    }
    int found = 0;
    for (Item item : items) {
      if (found < texts.size() && texts.get(found).equals(item.text)) {
        found++;
      } else if (item.after(operations) == Fate.KEPT) {
        throw broken("lost", item.text);
      }
    }
  }

  private AssertionError broken(String what, String text) {
    return new AssertionError(name + " " + what + " " + shortened(text));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_NAME));
  }

  private Item find(String text) {
    Item item = byText.get(text);
    if (item == null) {
      throw new AssertionError(name + " told of a record that it never took: " + shortened(text));
    }
    return item;
  }
}
