package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** A record may hold the bytes of a block, where a block could begin. */
class DisguisedRecordTest {
  private static final int HEADER_BYTES = 64;
  private static final int BEFORE = 4096 - HEADER_BYTES - RecordBuffer.LENGTH_BYTES;

  private final LogWorld world =
      new LogWorld(
          builder ->
              builder
                  .diskBytes(4 << 20)
                  .deadLetterBytes(1 << 18)
                  .blockBytes(16384)
                  .maxRecordBytes(9000));

  /** Bytes that are stored as they are, with a block of one record in them. */
  private static RecordBuffer disguised(int epoch, long first) {
    byte[] bytes = new byte[BEFORE + 4096];
    new SplittableRandom(1).nextBytes(bytes);
    ByteBuffer block = ByteBuffer.wrap(bytes, BEFORE, 4096).slice().order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(HEADER_BYTES, 4).put(HEADER_BYTES + 4, "fake".getBytes(StandardCharsets.US_ASCII));
    block.put(0, "SPBK".getBytes(StandardCharsets.US_ASCII)).put(4, new byte[] {1, 0, 2, 0});
    block.putInt(8, 8).putInt(12, 8).putInt(16, 1).putInt(20, epoch).putLong(24, first);
    block.putLong(48, 0).putInt(56, crc(block, HEADER_BYTES, 8)).putInt(60, crc(block, 0, 60));
    RecordBuffer records = new RecordBuffer(bytes.length + RecordBuffer.LENGTH_BYTES);
    records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
    return records;
  }

  private static int crc(ByteBuffer block, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(block.duplicate().position(from).limit(from + length));
    return (int) crc.getValue();
  }

  @Test
  void reopen_aSettledRecordLooksLikeABlock_deliversWhatWasWrittenBehindIt() throws IOException {
    world.connect();
    world.lane().append(disguised(1, 2), null);
    world.settle();
    world.appendDurably(world.lane(), "one");
    world.appendDurably(world.lane(), "two");
    SpillBlock first = Objects.requireNonNull(world.lane().poll());
    world.run();
    world.lane().acknowledge(first);
    world.settle();
    assertThat(world.files.list()).anyMatch(name -> name.matches("normal-0*-00000001.seg"));
    world.log().close();

    world.reopen();
    assertThat(world.drain(world.lane())).isEqualTo(List.of("one", "two"));
    assertThat(world.log().figures().quarantined()).isZero();
  }
}
