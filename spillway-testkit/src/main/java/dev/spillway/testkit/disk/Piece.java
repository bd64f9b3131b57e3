package dev.spillway.testkit.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a disk does or leaves undone as a whole: a change of entries, a truncation, or what one
 * write puts into one sector.
 *
 * @param operation what it is of
 * @param from the first byte that a write changes by it
 * @param to the one after the last
 */
record Piece(Operation operation, int from, int to) {
  private static final int SECTOR_BYTES = 512;

  static List<Piece> of(Operation operation) {
    if (!(operation instanceof Operation.Write write)) {
      return List.of(new Piece(operation, 0, 0));
    }
    List<Piece> pieces = new ArrayList<>();
    int end = write.position() + write.bytes().limit();
    for (int from = write.position(); from < end; ) {
      int to = Math.min(end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
      pieces.add(new Piece(operation, from, to));
      from = to;
    }
    return pieces;
  }

  boolean isSector() {
    return operation instanceof Operation.Write;
  }

  @Override
  public String toString() {
    return isSector() ? "bytes " + from + " to " + to : operation.toString();
  }
}
