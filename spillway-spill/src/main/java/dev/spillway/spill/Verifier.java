package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Counts what is whole and what is not. For one thread and one use. */
final class Verifier {
  private final SpillFiles files;
  private final SpillInspector.Progress progress;
  private final Recovery survey;
  private final List<SpillInspector.Gap> missing = new ArrayList<>();
  private Counts counts = new Counts(0, 0, 0, 0, 0);

  Verifier(SpillFiles files, SpillInspector.Progress progress, Recovery survey) {
    this.files = files;
    this.progress = progress;
    this.survey = survey;
  }

  private record Counts(
      long blocks, long records, long damagedBlocks, long damagedRecords, long lostRecords) {
    Counts whole(int count) {
      return new Counts(blocks + 1, records + count, damagedBlocks, damagedRecords, lostRecords);
    }

    Counts damaged(long damaged, long lost) {
      return new Counts(
          blocks, records, damagedBlocks + 1, damagedRecords + damaged, lostRecords + lost);
    }

    Counts lost(long count) {
      return new Counts(blocks, records, damagedBlocks, damagedRecords, lostRecords + count);
    }
  }

  private record Result(
      long blocks,
      long records,
      long damagedBlocks,
      long damagedRecords,
      long lostRecords,
      List<SpillInspector.Gap> missing,
      List<String> copies,
      List<String> strays,
      long unconfirmedRecords)
      implements SpillInspector.Verification {}

  private record FoundGap(String lane, long first, long end) implements SpillInspector.Gap {}

  SpillInspector.Verification verify() throws IOException {
    List<Recovery.Lane> lanes = survey.lanes();
    long total =
        lanes.stream()
            .flatMap(lane -> lane.segments().stream())
            .mapToLong(Segment::sizeBytes)
            .sum();
    long done = 0;
    try (BlockDecoder decoder = new BlockDecoder()) {
      for (int index = 0; index < lanes.size(); index++) {
        Recovery.Lane lane = lanes.get(index);
        List<Segment> segments = lane.segments();
        long first = segments.isEmpty() ? lane.forced() : segments.get(0).first();
        if (first > lane.cursor()) {
          counts = counts.lost(first - lane.cursor());
          missing.add(new FoundGap(LaneNames.name(index), lane.cursor(), first));
        }
        for (Segment segment : segments) {
          verify(segment, lane, decoder);
          done += segment.sizeBytes();
          progress.onSegment(segment.name().fileName(), done, total);
        }
      }
    }
    return new Result(
        counts.blocks,
        counts.records,
        counts.damagedBlocks,
        counts.damagedRecords,
        counts.lostRecords,
        List.copyOf(missing),
        List.copyOf(survey.copies()),
        List.copyOf(survey.strays()),
        survey.report().unconfirmedRecords());
  }

  /** What was found counts only if a running log has not given the file another life meanwhile. */
  private void verify(Segment segment, Recovery.Lane lane, BlockDecoder decoder)
      throws IOException {
    Counts before = counts;
    boolean gone;
    try {
      SegmentWalk.walk(
          files,
          segment,
          decoder,
          new Counter(lane, segment.name().lane() == LaneNames.DEAD_LETTERS));
      boolean damaged = counts.damagedBlocks > before.damagedBlocks;
      gone = damaged && !files.list().contains(segment.name().fileName());
    } catch (NoSuchFileException | FileNotFoundException e) {
      gone = true;
    }
    if (gone) {
      counts = before;
    }
  }

  private final class Counter implements SegmentWalk.Visitor {
    private final Recovery.Lane lane;
    private final boolean letters;

    Counter(Recovery.Lane lane, boolean letters) {
      this.lane = lane;
      this.letters = letters;
    }

    @Override
    public void onBlock(BlockHeader header, RecordBuffer records) {
      counts = counts.whole(header.count());
    }

    @Override
    public void onDamage(long first, long end) {
      counts = counts.damaged(end - first, lost(first, end));
    }

    /** Segments go from between others when all their dead letters are settled. */
    @Override
    public void onGap(long first, long end) {
      if (!letters || lost(first, end) > 0) {
        onDamage(first, end);
      }
    }

    private long lost(long first, long end) {
      return lane.gone().missing(Math.max(first, lane.cursor()), end).stream()
          .mapToLong(run -> run.end() - run.first())
          .sum();
    }
  }
}
