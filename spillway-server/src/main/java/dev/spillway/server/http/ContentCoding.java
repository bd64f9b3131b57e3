package dev.spillway.server.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * How a body was compressed, and how it is read back. Stateless.
 *
 * <p>What comes out is bounded like a body that was sent as it is, and its memory is taken as it
 * comes out: a small body that stands for a huge one costs its sender more than the server.
 */
enum ContentCoding {
  IDENTITY {
    @Override
    Body decode(Body coded, BodyBudget.Lease lease, int maxBytes) {
      return coded;
    }
  },

  GZIP {
    @Override
    Body decode(Body coded, BodyBudget.Lease lease, int maxBytes) throws ProblemException {
      if (!lease.take(coded.length)) {
        throw new ProblemException(Problem.busy());
      }
      try (Gzip in = new Gzip(coded)) {
        Body body = readAll(in, coded, lease, maxBytes);
        if (!in.isAtEnd()) {
          throw new ZipException("something follows that is not gzip");
        }
        return body;
      } catch (StackOverflowError e) { // the JDK goes one call deeper for each empty member
        throw malformed("thousands of its members hold nothing");
      } catch (ZipException e) {
        throw malformed(e.getMessage());
      } catch (EOFException e) {
        throw malformed("it ends too early");
      } catch (IOException e) {
        throw new UncheckedIOException(e); // there is no device behind an array
      } finally {
        lease.giveBack(coded.length);
      }
    }
  },

  ZSTD {
    @Override
    Body decode(Body coded, BodyBudget.Lease lease, int maxBytes) throws ProblemException {
      WINDOWS.acquireUninterruptibly();
      try (ZstdInputStream in = new ZstdInputStream(coded.stream())) {
        in.setLongMax(MAX_WINDOW_LOG);
        return readAll(in, coded, lease, maxBytes);
      } catch (ZstdIOException e) {
        throw malformed(e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        WINDOWS.release();
      }
    }
  };

  /** The window that RFC 8878 (3.1.1.1.2) wants every decoder to support, 8 MiB, and no more. */
  private static final int MAX_WINDOW_LOG = 23;

  /** Windows are outside the heap. More decoders than processors would only wait for each other. */
  private static final Semaphore WINDOWS =
      new Semaphore(Runtime.getRuntime().availableProcessors());

  private static final int FIRST_BYTES = 64 << 10;

  /** What clients are told to choose from. */
  static final String ACCEPTED = "gzip, zstd, identity";

  /** The coding that the header {@code Content-Encoding} names; null if it is not known. */
  static @Nullable ContentCoding named(@Nullable String header) {
    return switch (header == null ? "" : header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "zstd" -> ZSTD;
      default -> null;
    };
  }

  /**
   * The body as it was before it was compressed.
   *
   * @param lease holds the memory of {@code coded}; afterwards that of the result
   * @throws ProblemException if it is malformed, too large, or memory is short
   */
  abstract Body decode(Body coded, BodyBudget.Lease lease, int maxBytes) throws ProblemException;

  private static Body readAll(InputStream in, Body coded, BodyBudget.Lease lease, int maxBytes)
      throws IOException, ProblemException {
    byte[] bytes = new byte[0];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        bytes = grown(bytes, lease, maxBytes);
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        lease.giveBack(coded.bytes.length);
        return new Body(bytes, length);
      }
      length += count;
      if (length > maxBytes) {
        throw new ProblemException(Problem.bodyTooLarge(maxBytes));
      }
    }
  }

  /** A larger array: at most one byte larger than allowed, in which too much shows. */
  private static byte[] grown(byte[] bytes, BodyBudget.Lease lease, int maxBytes)
      throws ProblemException {
    int wanted = (int) Math.min(Math.max(FIRST_BYTES, bytes.length * 2L), maxBytes + 1L);
    if (!lease.take(wanted)) {
      throw new ProblemException(Problem.busy());
    }
    byte[] larger = Arrays.copyOf(bytes, wanted);
    lease.giveBack(bytes.length);
    return larger;
  }

  private static ProblemException malformed(@Nullable String reason) {
    return new ProblemException(
        Problem.of(
            ProblemType.MALFORMED_ENCODING,
            "the body must be what Content-Encoding says: " + reason));
  }

  /**
   * Reads the JDK's way, which takes whatever follows the last member for the end, and tells
   * whether that was so. Its buffer holds the whole input, so that what is left can be counted.
   */
  private static final class Gzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    Gzip(Body coded) throws IOException {
      super(coded.stream(), Math.max(1, coded.length));
    }

    boolean isAtEnd() {
      return inf.getRemaining() == TRAILER_BYTES;
    }
  }

  /** The first bytes of an array. */
  static final class Body {
    private final byte[] bytes;
    private final int length;

    Body(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    private InputStream stream() {
      return new ByteArrayInputStream(bytes, 0, length);
    }
  }
}
