package dev.spillway.testkit;

import dev.spillway.testkit.disk.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mistake that somebody might make in the log: what stands in its sources, what would, and which
 * part of the proof is quick to find it.
 */
enum PlantedFault {
  ACKNOWLEDGE_BEFORE_FORCE(
      Workload.ONE_AFTER_THE_OTHER,
      "LaneWriter",
      "open.write(bytes, offset);\n    offset += space;",
      "open.write(bytes, offset);\n    offset += space;\n    block.tellForced();"),
  CURSOR_PAST_THE_FORCE(
      Workload.ONE_AFTER_THE_OTHER,
      "LaneWriter",
      "writer.force(open);\n      publishWritten(current);",
      "publishWritten(current);\n      writer.force(open);"),
  NO_EPOCH_CHECK(Workload.STALE_BLOCKS, "BlockScan", "&& header.epoch() == epoch", ""),
  OLD_EPOCH_KEPT_ON_RECYCLING(
      Workload.TORN_TAILS, "SegmentPool", "++lastEpoch)", "Math.max(1, lastEpoch))"),
  FLIPPED_LAST_BLOCK_TAKEN_FOR_A_TORN_TAIL(
      "anySector_lostOrDoubled_costsAtMostItsBlock",
      "TailScan",
      "long confirmed = Math.max(name.first(), forced);",
      "long confirmed = name.first();"),
  FORCED_THROUGH_NOT_BELIEVED(
      "anySector_lostOrDoubled_costsAtMostItsBlock",
      "TailScan",
      "confirmed = Math.max(confirmed, block.header().forcedThrough());",
      "confirmed = Math.max(confirmed, 0);"),
  NO_HEADER_CHECKSUM(
      "anyBit_flipped_costsAtMostItsBlock",
      "BlockHeader",
      "|| in.getInt(CHECKED_BYTES) != checksum(in)) {",
      ") {"),
  NO_PAYLOAD_CHECKSUM(
      "anySector_lostOrDoubled_costsAtMostItsBlock",
      "BlockDecoder",
      "return (int) crc.getValue() == header.payloadChecksum();",
      "return crc.getValue() >= 0;"),
  NO_STATE_CHECKSUM(
      "anyBit_flipped_costsAtMostItsBlock",
      "LogState",
      "if (in.getInt() != checksum(in, length)) {",
      "if (in.getInt() == 0) {"),
  UNLINK_BEFORE_STATE(
      Workload.ROTATION,
      "Housekeeper",
      "save(false);\n      letGo(spent);",
      "letGo(spent);\n      save(false);"),
  SEGMENT_USED_BEFORE_ITS_NAME_IS_FORCED(
      Workload.ONE_AFTER_THE_OTHER,
      "SegmentPool",
      "files.rename(source, name.fileName());\n      files.force();",
      "files.rename(source, name.fileName());"),
  FAILED_FORCE_TRIED_AGAIN(
      Workload.FAILED_FORCES,
      "LaneWriter",
      "abandon();\n    try {\n      writeInFlight();\n      commit();",
      "try {\n      commit();"),
  APPEND_AFTER_A_TORN_TAIL(
      Workload.ONE_AFTER_THE_OTHER,
      "TailScan",
      "if (follows && decoder.isIntact(file, block)) {",
      "if (follows) {"),
  RECOVERED_SHOWN_BEFORE_IT_IS_FORCED(
      Workload.KILLED_BETWEEN_WRITE_AND_FORCE,
      "Recovery",
      "if (tail.kept().isEmpty()) {\n      return true;",
      "if (!tail.kept().isEmpty()) {\n      return false;"),
  COUNTERS_CARRIED_OVER(
      "allThatHoldsNoRecords_gone_costsNothing",
      "SpillLog",
      "room.use(index, segment.sizeBytes());",
      ""),
  START_EMPTY_WITHOUT_STATE(
      "allThatHoldsNoRecords_gone_costsNothing",
      "Recovery",
      "List<SegmentName> names = segments.get(lane);",
      "List<SegmentName> names = segments.get(lane);\n    if (slots.newest() == null) {\n      names.clear();\n    }"),
  HEADER_BELIEVED_WHEREVER_IT_LIES(
      "anyTwoSectors_swapped_costAtMostTheirBlocks",
      "BlockChain",
      "return search(offset, first);",
      "if (found.header().first() < end) { found = scan.next(found.nextOffset(), end); continue; }");

  /** On the command line: {@code -Dspillway.planted-fault=no-epoch-check}. */
  static final String PROPERTY = "spillway.planted-fault";

  private final String className;
  private final String original;
  private final String planted;

  private final @Nullable Workload workload;
  private final String method;

  PlantedFault(Workload workload, String className, String original, String planted) {
    this(workload, "anyCrash_keepsWhatWasPromised", className, original, planted);
  }

  PlantedFault(String method, String className, String original, String planted) {
    this(null, method, className, original, planted);
  }

  PlantedFault(
      @Nullable Workload workload,
      String method,
      String className,
      String original,
      String planted) {
    this.workload = workload;
    this.method = method;
    this.className = className;
    this.original = original;
    this.planted = planted;
  }

  /** Runs the part of the proof that is quick to find it. */
  void runQuickProof(FaultyLog log) throws ClassNotFoundException {
    if (workload == null) {
      log.run(SpillLogSweepTest.class, method, List.of());
    } else {
      log.run(SpillLogCrashTest.class, method, List.of(workload));
    }
  }

  String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault called {@code token}. */
  static PlantedFault of(String token) {
    return Arrays.stream(values())
        .filter(fault -> fault.token().equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PROPERTY
                        + " must be one of "
                        + Arrays.stream(values()).map(PlantedFault::token).toList()
                        + ": "
                        + PROPERTY
                        + "="
                        + token));
  }

  /** The file that it is planted into. */
  String fileName() {
    return className + ".java";
  }

  /** {@code source} with the fault in it. */
  String plantInto(String source) {
    int at = source.indexOf(original);
    if (at < 0 || source.indexOf(original, at + 1) >= 0) {
      throw new IllegalStateException(
          fileName() + " must have this once, so that " + token() + " can be planted: " + original);
    }
    return source.substring(0, at) + planted + source.substring(at + original.length());
  }
}
