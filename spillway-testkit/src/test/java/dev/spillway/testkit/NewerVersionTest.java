package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer program wrote is left alone. */
class NewerVersionTest {
  private static final String TOLD =
      "spill directory was written by a newer version: (simulated): %s has format 9 and this"
          + " program reads up to 1; nothing was changed; use the newer program or another"
          + " directory";

  private final LogWorld world = new LogWorld();

  private void fill() {
    world.connect();
    world.appendDurably(world.lane(), "a", "b");
    world.log().close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4096})
  void stateSlot_ofANewerVersion_isRefusedWhicheverOfTheTwoItIs(long offset) throws IOException {
    fill();
    try (SpillFile state = world.files.open("state")) {
      ByteBuffer slot = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
      state.read(slot, offset);
      slot.putInt(4, 9).putInt(12, 0);
      CRC32C crc = new CRC32C();
      crc.update(slot.array(), 0, 12);
      crc.update(slot.array(), 16, slot.getInt(8) - 16);
      slot.putInt(12, (int) crc.getValue()).clear();
      state.write(slot, offset);
    }
    assertRefusedUntouched("state");
  }

  @Test
  void segment_ofANewerVersion_isRefusedAlsoWhenTheStateIsGone() throws IOException {
    fill();
    String segment = makeNewer(true);
    assertRefusedUntouched(segment);
    world.files.delete("state");
    assertRefusedUntouched(segment);
  }

  @Test
  void versionOfADamagedHeader_isDamageAndNotANewerVersion() throws IOException {
    fill();
    makeNewer(false);
    assertThat(world.reopen().recovery().records()).isEqualTo(2);
  }

  private String makeNewer(boolean whole) throws IOException {
    String name =
        world.files.list().stream().filter(n -> n.startsWith("normal-0")).findFirst().orElseThrow();
    try (SpillFile file = world.files.open(name)) {
      ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      file.read(header, 0);
      header.put(4, (byte) 9);
      if (whole) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, 60);
        header.putInt(60, (int) crc.getValue());
      }
      file.write(header.clear(), 0);
    }
    return name;
  }

  private void assertRefusedUntouched(String name) throws IOException {
    Map<String, ByteBuffer> before = contents();
    assertThatThrownBy(world::open)
        .isInstanceOf(SpillException.class)
        .hasMessage(String.format(TOLD, name));
    SpillInspector inspector = SpillInspector.of(world.files);
    assertThatThrownBy(inspector::lanes).hasMessage(String.format(TOLD, name));
    assertThatThrownBy(() -> inspector.verify((segment, done, total) -> {}))
        .hasMessage(String.format(TOLD, name));
    assertThat(contents()).isEqualTo(before);
  }

  private Map<String, ByteBuffer> contents() throws IOException {
    Map<String, ByteBuffer> contents = new HashMap<>();
    for (String name : world.files.list()) {
      try (SpillFile file = world.files.openForReading(name)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
        file.read(bytes, 0);
        contents.put(name, bytes.flip());
      }
    }
    return contents;
  }
}
