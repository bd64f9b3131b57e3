package dev.spillway.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys as {@code openssl} writes them (RFC 7468). Stateless. */
public final class Pem {
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN CERTIFICATE-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC");

  private Pem() {}

  /** Trusts the certificates of {@code file} and no others. */
  public static SSLContext trust(Path file) throws PemException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : certificates(file)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new PemException(file + " cannot be trusted: " + e.getMessage());
    }
  }

  /** The certificates of {@code file}, in their order; at least one. */
  static List<X509Certificate> certificates(Path file) throws PemException {
    List<X509Certificate> certificates = new ArrayList<>();
    String text = textOf(file);
    Matcher block = CERTIFICATE.matcher(text);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        Certificate certificate =
            factory.generateCertificate(
                new ByteArrayInputStream(block.group().getBytes(StandardCharsets.US_ASCII)));
        certificates.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw unreadable(file);
    }
    if (certificates.size() != BEGIN.matcher(text).results().count()) {
      throw unreadable(file); // half of it is written
    }
    if (certificates.isEmpty()) {
      throw new PemException(
          file + " must hold certificates in PEM, beginning with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  private static PemException unreadable(Path file) {
    return new PemException(
        file
            + " holds a certificate that cannot be read; look at it with: openssl x509 -in "
            + file
            + " -noout -text");
  }

  /** The one private key of {@code file}. */
  static PrivateKey privateKey(Path file) throws PemException {
    String text = textOf(file);
    Matcher block = PKCS8.matcher(text);
    if (!block.find()) {
      throw otherKind(file, text);
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(block.group(1));
    } catch (IllegalArgumentException e) {
      throw new PemException(file + " holds a private key that is damaged");
    }
    String reason = "";
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) { // it is another kind, or none
        reason = String.valueOf(e.getMessage());
      }
    }
    throw new PemException(
        file + " must hold a private key of RSA or EC, undamaged: reason=" + reason);
  }

  private static PemException otherKind(Path file, String text) {
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      return new PemException(
          file
              + " is a private key with a password, which nobody could type at a start; take it"
              + " off with: openssl pkey -in "
              + file
              + " -out server.key");
    }
    if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
      return new PemException(
          file
              + " is a private key of an older form; convert it with: openssl pkcs8 -topk8 -nocrypt"
              + " -in "
              + file
              + " -out server.key");
    }
    return new PemException(
        file + " must hold a private key in PEM, beginning with -----BEGIN PRIVATE KEY-----");
  }

  private static String textOf(Path file) throws PemException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new PemException(file + " must be smaller than 1 MB");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new PemException(file + " is not there");
    } catch (IOException e) {
      throw new PemException(file + " cannot be read; check its permissions");
    }
  }
}
