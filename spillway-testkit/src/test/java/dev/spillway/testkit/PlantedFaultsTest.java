package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proof that a faulty log passes proves nothing. */
class PlantedFaultsTest {
  @ParameterizedTest
  @EnumSource
  void fault_makesTheProofFail(PlantedFault fault, @TempDir Path directory) throws Exception {
    try (FaultyLog log = FaultyLog.with(fault, directory)) {
      assertThatThrownBy(() -> fault.runQuickProof(log))
          .as(fault.token())
          .isInstanceOf(AssertionError.class);
    }
  }
}
