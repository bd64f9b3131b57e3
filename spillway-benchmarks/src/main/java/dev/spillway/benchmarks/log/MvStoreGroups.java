package dev.spillway.benchmarks.log;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore: an entry for each event, and a commit and a sync for a group. */
final class MvStoreGroups implements GroupLog {
  private final MVStore store;
  private final MVMap<Long, byte[]> events;
  private long lastId;

  MvStoreGroups(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("events").toString())
            .autoCommitDisabled()
            .open();
    events = store.openMap("events");
  }

  @Override
  public void append(Group group, Runnable stored) {
    for (byte[] event : group.events()) {
      events.put(++lastId, event);
    }
    store.commit();
    store.sync();
    stored.run();
  }

  @Override
  public void close() {
    store.close();
  }

  /** How many events a store that was closed holds. */
  static long count(Path directory) {
    try (MvStoreGroups reopened = new MvStoreGroups(directory)) {
      return reopened.events.sizeAsLong();
    }
  }
}
