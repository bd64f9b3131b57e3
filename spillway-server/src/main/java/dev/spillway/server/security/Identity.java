package dev.spillway.server.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with those up to its root, and its private key. Immutable.
 *
 * @param chain the server's own certificate first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  /** Opens the key store that never leaves memory. */
  private static final String PASSWORD = "in-memory";

  public Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both files and checks that they belong together.
   *
   * @throws PemException if they cannot be used
   */
  static Identity read(Path certificate, Path privateKey) throws PemException {
    Identity identity = new Identity(Pem.certificates(certificate), Pem.privateKey(privateKey));
    if (!identity.matches()) {
      throw new PemException(
          privateKey + " is not the private key of the certificate in " + certificate);
    }
    return identity;
  }

  /** What one signs, the other must verify. */
  private boolean matches() {
    String algorithm = key.getAlgorithm();
    if (!algorithm.equals(chain.get(0).getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] text = "whose key is this?".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature =
          Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) { // of different curves or lengths
      return false;
    }
  }

  /** When the first of its certificates runs out, in milliseconds since 1970. */
  long endMillis() {
    return chain.stream()
        .mapToLong(one -> one.getNotAfter().toInstant().toEpochMilli())
        .min()
        .orElseThrow();
  }

  /** A store that holds it alone, to be opened with {@link #password}. */
  public KeyStore keyStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store could not be made in memory", e);
    }
  }

  /** What opens its store; no secret, because the store is never written. */
  public static String password() {
    return PASSWORD;
  }

  /** The certificates alone, so that the key is in no message. */
  @Override
  public String toString() {
    return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Identity same && chain.equals(same.chain) && key.equals(same.key);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }
}
