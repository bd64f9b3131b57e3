package dev.spillway.server.security;

import dev.spillway.internal.LogText;
import dev.spillway.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate, read again when its files change. Used by one thread, but for {@link
 * #troubles}, which any may ask.
 *
 * <p>Certificate and key are two files, and whoever replaces them writes one after the other. What
 * does not go together is therefore told and not used; the last that did stays in use.
 */
public final class Certificates {
  private static final Logger LOGGER = LoggerFactory.getLogger(Certificates.class);

  /** A certificate that ends so soon should have been renewed. */
  private static final Duration SOON = Duration.ofDays(14);

  private final Path certificate;
  private final Path privateKey;
  private final TimeSource time;
  private volatile Identity current;
  private volatile @Nullable String trouble;

  private Certificates(Path certificate, Path privateKey, TimeSource time) throws PemException {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.time = time;
    current = Identity.read(certificate, privateKey);
  }

  /**
   * Reads the files for the first time.
   *
   * @throws PemException if they cannot be used
   */
  public static Certificates open(Path certificate, Path privateKey, TimeSource time)
      throws PemException {
    return new Certificates(certificate, privateKey, time);
  }

  /** What is in use. */
  public Identity current() {
    return current;
  }

  /** Looks at the files, and hands over what they hold if it is another than the one in use. */
  public void look(Consumer<Identity> use) {
    try {
      Identity found = Identity.read(certificate, privateKey);
      if (!found.equals(current)) {
        use.accept(found);
        current = found;
        LOGGER.info(
            "event=certificate-replaced certificate={} until={}",
            LogText.quoted(certificate.toString()),
            Instant.ofEpochMilli(found.endMillis()));
      } else if (trouble != null) {
        LOGGER.info(
            "event=certificate-restored certificate={}", LogText.quoted(certificate.toString()));
      }
      trouble = null;
    } catch (PemException e) {
      keep(e.told());
    } catch (RuntimeException e) { // TLS does not take it
      keep(certificate + " cannot be used: " + e);
    }
  }

  private void keep(String reason) {
    if (!reason.equals(trouble)) {
      LOGGER.warn(
          "event=certificate-unusable reason={} consequence={}",
          LogText.quoted(reason),
          LogText.quoted("the one before stays in use"));
    }
    trouble = reason;
  }

  /** What is wrong with it, in sentences. */
  public List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    String unusable = trouble;
    if (unusable != null) {
      troubles.add("the certificate in use is an old one: " + unusable);
    }
    long endMillis = current.endMillis();
    long leftMillis = endMillis - time.epochMillis();
    if (leftMillis <= 0) {
      troubles.add("the certificate has expired: at=" + Instant.ofEpochMilli(endMillis));
    } else if (leftMillis < SOON.toMillis()) {
      troubles.add(
          "the certificate expires in "
              + TimeUnit.MILLISECONDS.toDays(leftMillis)
              + " days: at="
              + Instant.ofEpochMilli(endMillis));
    }
    return troubles;
  }
}
