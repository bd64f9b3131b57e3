package dev.spillway.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.server.LogLines;
import dev.spillway.time.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  @TempDir static Path shared;
  private static TestCertificates.Pair rsa;
  private static TestCertificates.Pair ec;

  @TempDir Path directory;
  private final ManualTime time = new ManualTime(3);

  @BeforeAll
  static void make() throws Exception {
    rsa = TestCertificates.make(shared, "rsa", "RSA", 100);
    ec = TestCertificates.make(shared, "ec", "EC", 100);
  }

  private TestCertificates.Pair copy() throws Exception {
    TestCertificates.Pair copy =
        new TestCertificates.Pair(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    rsa.replace(copy);
    return copy;
  }

  private Certificates open(Path certificate, Path key) throws PemException {
    return Certificates.open(certificate, key, time);
  }

  private void assertUnusable(Path certificate, Path key, String message) {
    PemException failure = catchThrowableOfType(PemException.class, () -> open(certificate, key));
    assertThat(failure).hasMessage(message);
  }

  @Test
  void open_pairsOfRsaAndEc_areRead() throws Exception {
    assertThat(open(rsa.certificate(), rsa.privateKey()).current().key().getAlgorithm())
        .isEqualTo("RSA");
    assertThat(open(ec.certificate(), ec.privateKey()).current().key().getAlgorithm())
        .isEqualTo("EC");
    assertThat(open(ec.certificate(), ec.privateKey()).troubles()).isEmpty();
  }

  @Test
  void open_aChainOfWhichHalfIsWritten_isRefused() throws Exception {
    TestCertificates.Pair half = copy();
    String chain = Files.readString(rsa.certificate());
    Files.writeString(half.certificate(), chain + chain.substring(0, 200));

    assertUnusable(
        half.certificate(),
        half.privateKey(),
        half.certificate()
            + " holds a certificate that cannot be read; look at it with: openssl x509 -in "
            + half.certificate()
            + " -noout -text");
  }

  @Test
  void open_aKeyOfAnotherCertificate_isRefused() throws Exception {
    TestCertificates.Pair other = TestCertificates.make(directory, "other", "EC", 1);

    assertUnusable(
        ec.certificate(),
        other.privateKey(),
        other.privateKey() + " is not the private key of the certificate in " + ec.certificate());
    assertUnusable(
        ec.certificate(),
        rsa.privateKey(),
        rsa.privateKey() + " is not the private key of the certificate in " + ec.certificate());
  }

  @Test
  void open_keysOfOtherKinds_saysHowToConvertThem() throws Exception {
    Path older = Files.writeString(directory.resolve("a.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
    Path locked =
        Files.writeString(directory.resolve("b.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    Path none = Files.writeString(directory.resolve("c.key"), "nothing\n");

    assertUnusable(
        rsa.certificate(),
        older,
        older
            + " is a private key of an older form; convert it with: openssl pkcs8 -topk8 -nocrypt -in "
            + older
            + " -out server.key");
    assertUnusable(
        rsa.certificate(),
        locked,
        locked
            + " is a private key with a password, which nobody could type at a start; take it off"
            + " with: openssl pkey -in "
            + locked
            + " -out server.key");
    assertUnusable(
        rsa.certificate(),
        none,
        none + " must hold a private key in PEM, beginning with -----BEGIN PRIVATE KEY-----");
    assertUnusable(
        none,
        rsa.privateKey(),
        none + " must hold certificates in PEM, beginning with -----BEGIN CERTIFICATE-----");
    Path nowhere = directory.resolve("nowhere");
    assertUnusable(nowhere, rsa.privateKey(), nowhere + " is not there");
  }

  @Test
  void look_aNewPair_isHandedOverOnce() throws Exception {
    TestCertificates.Pair files = copy();
    Certificates certificates = open(files.certificate(), files.privateKey());
    List<Identity> used = new ArrayList<>();

    certificates.look(used::add);
    assertThat(used).isEmpty();
    ec.replace(files);
    certificates.look(used::add);
    certificates.look(used::add);

    assertThat(used).hasSize(1);
    assertThat(certificates.current().key().getAlgorithm()).isEqualTo("EC");
    assertThat(certificates.troubles()).isEmpty();
  }

  @Test
  void look_aPairThatDoesNotMatch_keepsTheOldOne_andTellsOnce_untilItIsMended() throws Exception {
    TestCertificates.Pair files = copy();
    Certificates certificates = open(files.certificate(), files.privateKey());
    List<Identity> used = new ArrayList<>();
    try (LogLines log = LogLines.named(Certificates.class.getName())) {
      Files.write(files.certificate(), Files.readAllBytes(ec.certificate()));
      certificates.look(used::add);
      certificates.look(used::add);

      assertThat(used).isEmpty();
      assertThat(certificates.current().key().getAlgorithm()).isEqualTo("RSA");
      assertThat(certificates.troubles())
          .containsExactly(
              "the certificate in use is an old one: "
                  + files.privateKey()
                  + " is not the private key of the certificate in "
                  + files.certificate());
      assertThat(log.lines()).hasSize(1);

      ec.replace(files);
      certificates.look(used::add);

      assertThat(used).hasSize(1);
      assertThat(certificates.troubles()).isEmpty();
      assertThat(log.lines()).hasSize(2).last().asString().contains("certificate-replaced");
    }
  }

  @Test
  void troubles_aFortnightBeforeTheEnd_tellOfIt() throws Exception {
    Certificates certificates = open(rsa.certificate(), rsa.privateKey());
    long endMillis = certificates.current().endMillis();
    time.advance(Duration.ofMillis(endMillis - time.epochMillis()).minusDays(14));
    assertThat(certificates.troubles()).isEmpty();

    time.advance(Duration.ofMillis(1));
    assertThat(certificates.troubles())
        .singleElement()
        .asString()
        .startsWith("the certificate expires in 13 days: at=");

    time.advance(Duration.ofDays(14));
    assertThat(certificates.troubles())
        .singleElement()
        .asString()
        .startsWith("the certificate has expired: at=");
  }
}
