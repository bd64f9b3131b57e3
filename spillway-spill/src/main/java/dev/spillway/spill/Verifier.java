package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.spill.SequenceSet.Run;
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
  private Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0);

  Verifier(SpillFiles files, SpillInspector.Progress progress, Recovery survey) {
    this.files = files;
    this.progress = progress;
    this.survey = survey;
  }

  private record Counts(
      long blocks,
      long records,
      long settledRecords,
      long filledRecords,
      long damagedBlocks,
      long damagedRecords,
      long lostRecords) {
    Counts whole(long more, long settled) {
      return new Counts(
          blocks + 1,
          records + more,
          settledRecords + settled,
          filledRecords,
          damagedBlocks,
          damagedRecords,
          lostRecords);
    }

    Counts filled(long more) {
      return new Counts(
          blocks + 1,
          records,
          settledRecords,
          filledRecords + more,
          damagedBlocks,
          damagedRecords,
          lostRecords);
    }

    Counts damaged(int more, long damaged, long lost) {
      return new Counts(
          blocks,
          records,
          settledRecords,
          filledRecords,
          damagedBlocks + more,
          damagedRecords + damaged,
          lostRecords + lost);
    }
  }

  private record Result(
      long blocks,
      long records,
      long settledRecords,
      long filledRecords,
      long damagedBlocks,
      long damagedRecords,
      long lostRecords,
      boolean stateLost,
      List<SpillInspector.Gap> missing,
      List<String> copies,
      List<String> strays,
      List<String> cutShort,
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
        if (lane.first() > lane.cursor()) {
          counts = counts.damaged(0, 0, lane.unsettled(new Run(lane.cursor(), lane.first())));
          missing.add(new FoundGap(LaneNames.name(index), lane.cursor(), lane.first()));
        }
        for (Segment segment : lane.segments()) {
          verify(segment, lane, decoder);
          done += segment.sizeBytes();
          progress.onSegment(segment.name().fileName(), done, total);
        }
      }
    }
    return new Result(
        counts.blocks,
        counts.records,
        counts.settledRecords,
        counts.filledRecords,
        counts.damagedBlocks,
        counts.damagedRecords,
        counts.lostRecords,
        survey.report().stateRebuilt(),
        List.copyOf(missing),
        List.copyOf(survey.copies()),
        List.copyOf(survey.strays()),
        List.copyOf(survey.cutShort()),
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
      long waiting = lane.unsettled(new Run(header.first(), header.end()));
      if (header.isTombstones()) {
        counts = counts.whole(0, 0);
      } else if (Filler.isFilling(header)) {
        counts = counts.filled(waiting);
      } else {
        counts = counts.whole(header.count(), header.count() - waiting);
      }
    }

    @Override
    public void onDamage(long first, long end) {
      counts = counts.damaged(1, end - first, lane.unsettled(new Run(first, end)));
    }

    /** Segments go from between others when all their dead letters are settled. */
    @Override
    public void onGap(long first, long end) {
      if (!letters || lane.unsettled(new Run(first, end)) > 0) {
        onDamage(first, end);
      }
    }
  }
}
