package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortableIdsTest {
  @Test
  void ids_sortInTheirOrder_alsoWhenTheClockIsSetBack() {
    ManualTime time = new ManualTime(3);
    IdSource ids = IdSource.sortable(time, 99);
    List<String> given = new ArrayList<>();
    for (int run = 0; run < 100; run++) {
      given.add(ids.next());
      time.jumpEpoch(Duration.ofMillis(run % 3 - 1));
    }

    assertThat(given).isSorted().doesNotHaveDuplicates().allMatch(id -> id.length() == 26);
  }

  @Test
  void ids_ofTwoSources_differ() {
    ManualTime time = new ManualTime(3);

    assertThat(IdSource.sortable(time, 1).next()).isNotEqualTo(IdSource.sortable(time, 2).next());
  }
}
