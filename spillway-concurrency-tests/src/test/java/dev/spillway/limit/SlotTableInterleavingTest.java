package dev.spillway.limit;

import dev.spillway.concurrency.Interleavings;
import org.junit.jupiter.api.Test;

class SlotTableInterleavingTest {
  @Test
  void slots_moreThanAreWanted_areGivenToOneEachAndComeBack() {
    new Interleavings(2, 1, 10, 150).keepInvariants(SlotTableOperations.class);
  }

  @Test
  void slots_oneForThreeThreads_isGivenToOneAndComesBack() {
    new Interleavings(3, 1, 3, 150).keepInvariants(SlotTableOperations.OfOneSlot.class);
  }

  @Test
  void credits_takenAndGivenWhileSomeAreWithdrawn_areNeitherLostNorMade() {
    new Interleavings(2, 2, 5, 150).keepInvariants(CreditsOperations.class);
  }
}
