package dev.spillway.limit;

import dev.spillway.concurrency.Interleavings;
import org.junit.jupiter.api.Test;

class SlotTableInterleavingTest {
  @Test
  void slots_asManyAsThreads_areGivenToOneEachAndComeBack() {
    new Interleavings(2, 2, 4, 500).keepInvariants(SlotTableOperations.class);
  }

  @Test
  void slots_oneForThreeThreads_isGivenToOneAndComesBack() {
    new Interleavings(3, 2, 3, 400).keepInvariants(SlotTableOperations.OfOneSlot.class);
  }
}
