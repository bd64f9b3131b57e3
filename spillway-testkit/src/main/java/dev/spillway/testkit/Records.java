package dev.spillway.testkit;

import dev.spillway.queue.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records as text, for tests. */
public final class Records {
  private Records() {}

  /** A buffer with one record for each text. */
  public static RecordBuffer of(String... texts) {
    return of(List.of(texts));
  }

  /** A buffer with one record for each text. */
  public static RecordBuffer of(List<String> texts) {
    RecordBuffer records = new RecordBuffer(256);
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
    }
    return records;
  }

  /** The texts of a buffer. */
  public static List<String> texts(RecordBuffer records) {
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < records.count(); index++) {
      texts.add(
          new String(
              records.array(),
              records.offset(index),
              records.length(index),
              StandardCharsets.UTF_8));
    }
    return texts;
  }
}
