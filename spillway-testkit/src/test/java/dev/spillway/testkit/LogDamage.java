package dev.spillway.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Ways in which the files of a {@link DamagedLog} come to harm. */
enum LogDamage {
  NOTHING {
    @Override
    void harm(DamagedLog log) {}
  },
  PAYLOADS {
    @Override
    void harm(DamagedLog log) throws IOException {
      for (Path segment : log.segments("normal")) {
        flip(segment, 4096 + 66);
      }
      flip(log.segments("high").get(1), 66);
    }
  },
  HEADERS {
    @Override
    void harm(DamagedLog log) throws IOException {
      for (Path segment : log.segments("normal")) {
        flip(segment, 10);
      }
    }
  },
  LETTERS {
    @Override
    void harm(DamagedLog log) throws IOException {
      flip(log.segments("dead-letters").get(0), 66);
      flip(log.segments("dead-letters").get(2), 66);
      flip(log.segments("dead-letters").get(3), 10);
    }
  },
  TRUNCATED {
    @Override
    void harm(DamagedLog log) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(middle(log).toFile(), "rw")) {
        file.setLength(5000);
      }
    }
  },
  ZEROED {
    @Override
    void harm(DamagedLog log) throws IOException {
      byte[] bytes = Files.readAllBytes(middle(log));
      Arrays.fill(bytes, (byte) 0);
      Files.write(middle(log), bytes);
    }
  },
  MIDDLE_MISSING {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.delete(middle(log));
    }
  },
  FIRST_MISSING {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.delete(log.segments("normal").get(0));
    }
  },
  LAST_MISSING {
    @Override
    void harm(DamagedLog log) throws IOException {
      List<Path> segments = log.segments("normal");
      Files.delete(segments.get(segments.size() - 1));
    }
  },
  ALL_MISSING {
    @Override
    void harm(DamagedLog log) throws IOException {
      for (String lane : List.of("normal", "dead-letters")) {
        for (Path segment : log.segments(lane)) {
          Files.delete(segment);
        }
      }
    }
  },
  COPIED_UNDER_THE_NEXT_EPOCH {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.copy(middle(log), underLaterEpoch(middle(log)));
    }
  },
  COPIED_UNDER_ANOTHER_SEQUENCE {
    @Override
    void harm(DamagedLog log) throws IOException {
      String name = "normal-" + "0".repeat(18) + "12-000000ff.seg";
      Files.copy(middle(log), log.directory.resolve(name));
    }
  },
  COPY_OF_ANOTHER_LANE {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.copy(log.segments("high").get(0), stray(log, 0));
    }
  },
  JUNK_AT_THE_FIRST {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.writeString(stray(log, 0), "junk\n");
    }
  },
  JUNK_IN_A_SEGMENT {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.writeString(stray(log, 5), "junk\n");
    }
  },
  ZEROS_IN_A_SEGMENT {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.write(stray(log, 3), new byte[20480]);
    }
  },
  JUNK_BEHIND_THE_END {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.writeString(stray(log, 1000), "junk\n");
    }
  },
  RENAMED {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.move(middle(log), underLaterEpoch(middle(log)));
    }
  },
  STATE_LOST {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.delete(log.directory.resolve("state"));
      flip(middle(log), 66);
    }
  },
  ONE_SLOT_LOST {
    @Override
    void harm(DamagedLog log) throws IOException {
      flip(log.directory.resolve("state"), 20);
      flip(middle(log), 66);
    }
  },
  TORN_END {
    @Override
    void harm(DamagedLog log) throws IOException {
      flip(log.directory.resolve("state"), 4096 + 20);
      flip(log.directory.resolve("state"), 20);
      List<Path> segments = log.segments("high");
      flip(segments.get(segments.size() - 1), 4096 + 66);
      flip(middle(log), 66);
    }
  },
  FOREIGN_FILES {
    @Override
    void harm(DamagedLog log) throws IOException {
      Files.writeString(log.directory.resolve("notes.txt"), "mine");
      Files.writeString(log.directory.resolve("filling-junk"), "junk");
      Files.writeString(log.directory.resolve("unknown-00000000000000000000-00000001.seg"), "x");
      Files.createDirectory(log.directory.resolve("backup"));
    }
  };

  abstract void harm(DamagedLog log) throws IOException;

  private static Path stray(DamagedLog log, long first) {
    return log.directory.resolve(String.format("normal-%020d-0000ffff.seg", first));
  }

  private static Path middle(DamagedLog log) throws IOException {
    return log.segments("normal").get(1);
  }

  private static Path underLaterEpoch(Path segment) {
    String name = segment.getFileName().toString();
    return segment.resolveSibling(name.replaceFirst("[0-9a-f]{8}.seg", "000000ff.seg"));
  }

  private static void flip(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }
}
