package dev.spillway.spill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where the last segment of a lane ends, after a stop that recorded no end.
 *
 * <p>What some header, or the state, says was forced is confirmed: holes in it are damage, and left
 * for reading to count. Behind it, whole blocks without a gap are kept as well. What then follows
 * was never confirmed to anybody and is not part of the log.
 *
 * <p>A file of a lane of new events is made at its full size, and only ever cut off behind a block.
 * One that ends within a block has lost its end to somebody else, and nobody can tell what was in
 * it.
 *
 * @param confirmed everything below was forced
 * @param confirmedBytes where the block ends that is the last of these, or -1 if it is not found
 * @param kept the whole blocks behind that
 * @param end the sequence after the last record of the lane
 * @param unconfirmedBlocks whole headers beyond the end
 * @param unconfirmedRecords the records which they tell of
 * @param cutShort whether the file ends within a block
 */
record TailScan(
    long confirmed,
    long confirmedBytes,
    List<BlockScan.Found> kept,
    long end,
    int unconfirmedBlocks,
    long unconfirmedRecords,
    boolean cutShort) {

  /** Reads the headers of {@code name}, and the payloads behind what is confirmed. */
  static TailScan of(SpillFile file, SegmentName name, long forced, BlockDecoder decoder)
      throws IOException {
    List<BlockScan.Found> blocks = BlockChain.of(file, name, decoder);
    long confirmed = Math.max(name.first(), forced);
    for (BlockScan.Found block : blocks) {
      confirmed = Math.max(confirmed, block.header().forcedThrough());
    }
    long confirmedBytes = confirmed == name.first() ? 0 : -1;
    List<BlockScan.Found> kept = new ArrayList<>();
    long end = confirmed;
    int unconfirmedBlocks = 0;
    long unconfirmedRecords = 0;
    for (BlockScan.Found block : blocks) {
      BlockHeader header = block.header();
      if (!header.isSeal() && header.end() == confirmed) {
        confirmedBytes = block.nextOffset();
      }
      if (header.isSeal() || header.end() <= confirmed) {
        continue;
      }
      boolean follows = unconfirmedBlocks == 0 && header.first() == end;
      if (follows && decoder.isIntact(file, block)) {
        end = header.end();
        kept.add(block);
      } else {
        unconfirmedBlocks++;
        unconfirmedRecords += header.count();
      }
    }
    return new TailScan(
        confirmed,
        confirmedBytes,
        kept,
        end,
        unconfirmedBlocks,
        unconfirmedRecords,
        !LaneNames.isGrowing(name.lane()) && endsWithinABlock(blocks, file.sizeBytes()));
  }

  private static boolean endsWithinABlock(List<BlockScan.Found> blocks, long sizeBytes) {
    return sizeBytes % Format.ALIGNMENT != 0
        || (!blocks.isEmpty() && blocks.get(blocks.size() - 1).nextOffset() > sizeBytes);
  }
}
