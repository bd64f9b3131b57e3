package dev.spillway.benchmarks.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of others, which is told to have a group on the disk before it counts.
 *
 * @param counting tells how many events are in a directory after its log was closed
 */
record Peer(String title, GroupLog.Opening opening, Counting counting) {
  /** Those that can run here. */
  static List<Peer> available() {
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer("Chronicle Queue", ChronicleGroups::new, ChronicleGroups::count));
    peers.add(new Peer("Artemis' journal, NIO", ArtemisGroups::nio, ArtemisGroups::count));
    if (ArtemisGroups.hasAio()) {
      peers.add(new Peer("Artemis' journal, AIO", ArtemisGroups::aio, ArtemisGroups::count));
    }
    peers.add(new Peer("H2 MVStore", MvStoreGroups::new, MvStoreGroups::count));
    peers.add(new Peer("H2, a table over JDBC", JdbcGroups::new, JdbcGroups::count));
    return peers;
  }

  interface Counting {
    long count(Path directory) throws Exception;
  }
}
