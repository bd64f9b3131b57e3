package dev.spillway.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
  @ParameterizedTest
  @ValueSource(longs = {64L << 20, 256L << 20, 1L << 30, 1L << 40})
  void reserve_everyLowerLaneIsFull_leavesASegmentMoreForEachHigherOne(long diskBytes) {
    SpillConfig config = SpillConfig.of(SpillLog.builder(Path.of("unused")).diskBytes(diskBytes));
    Room room = new Room(config);
    for (int lane = LaneNames.PRIORITIES - 1; lane >= 0; lane--) {
      assertThat(room.reserve(lane, config.segmentBytes())).as("set apart for %d", lane).isTrue();
      assertThat(room.reserve(lane, config.segmentBytes())).as("more for %d", lane).isTrue();
      while (room.wouldReserve(lane, config.segmentBytes())) {
        assertThat(room.reserve(lane, config.segmentBytes())).isTrue();
      }
    }
  }
}
