package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.Classification;
import dev.spillway.server.ingest.BodyFormat;
import dev.spillway.server.ingest.RecordException;
import dev.spillway.server.ingest.RecordReader;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TimeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Bodies of every type and coding. Whatever they are: they are read whole within the memory that
 * was counted for them, or refused with a place and a text; and reading them again says the same.
 *
 * <p>The first byte chooses type, coding and kind of queue, the rest is the body.
 */
public final class RecordFuzz {
  private static final BodyLimits LIMITS = new BodyLimits(1 << 20, 4096, 10_000);
  private static final Classification RULES =
      TestQueues.classification(
          new Classification.Rule(
              Classification.Source.PATH,
              "/data/severity",
              Map.of("fatal", Priority.CRITICAL),
              null),
          new Classification.Rule(
              Classification.Source.FIELD, "type", Map.of("debug", Priority.BULK), null));
  private static final RecordReader COPYING = reader(DiskMode.NONE);
  private static final RecordReader SHARING = reader(DiskMode.WRITE_AHEAD);

  private RecordFuzz() {}

  private static RecordReader reader(DiskMode mode) {
    return new RecordReader(
        TestQueues.queue("orders", mode, RULES), LIMITS, () -> "id", new ManualTime(7));
  }

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int choice = data[0] & 0xff;
    BodyFormat format = BodyFormat.values()[choice % BodyFormat.values().length];
    ContentCoding coding = ContentCoding.values()[choice / 8 % ContentCoding.values().length];
    byte[] body = Arrays.copyOfRange(data, 1, data.length);
    BodyBudget budget = new BodyBudget(4L * LIMITS.maxBytes(), TimeSource.system());
    BodyBudget.Lease lease = budget.lease();
    assertThat(lease.take(body.length)).isTrue();
    try {
      ContentCoding.Body decoded =
          coding.decode(new ContentCoding.Body(body, body.length), lease, LIMITS.maxBytes());
      assertThat(budget.usedBytes()).isGreaterThanOrEqualTo(decoded.length());
      read((choice & 0x80) == 0 ? COPYING : SHARING, format, decoded);
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isBetween(400, 499);
      assertThat(e.problem().detail()).isNotBlank();
    } finally {
      lease.end();
    }
    assertThat(budget.usedBytes()).isZero();
  }

  private static void read(RecordReader reader, BodyFormat format, ContentCoding.Body body) {
    String first = outcome(reader, format, body);
    assertThat(outcome(reader, format, body)).isEqualTo(first);
  }

  private static String outcome(RecordReader reader, BodyFormat format, ContentCoding.Body body) {
    int count = RecordReader.count(format, body.bytes(), body.length());
    assertThat(count).isNotNegative();
    try {
      List<Event> events = reader.read(format, body.bytes(), body.length(), header -> null);
      assertThat(events).isNotEmpty().hasSizeLessThanOrEqualTo(count);
      long payloads = events.stream().mapToLong(event -> event.payloadLength()).sum();
      assertThat(payloads).isLessThanOrEqualTo(reader.eventBytes(count, body.length()));
      events.forEach(
          event -> assertThat(event.payloadLength()).isLessThanOrEqualTo(LIMITS.maxRecordBytes()));
      return events.size() + " " + payloads + " " + events.get(0).priority();
    } catch (RecordException e) {
      assertThat(e.detail()).isNotBlank();
      assertThat(e.detail()).matches("\\P{Cntrl}*");
      return e.kind() + " " + e.detail();
    }
  }
}
