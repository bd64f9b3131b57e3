package dev.spillway.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** Real certificates for localhost, made with the JDK's keytool. */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificates() {}

  /** A certificate and its key, as two PEM files. */
  public record Pair(Path certificate, Path privateKey) {
    /** Puts this pair's files in the place of another's. */
    public void replace(Pair other) throws IOException {
      Files.write(other.certificate, Files.readAllBytes(certificate));
      Files.write(other.privateKey, Files.readAllBytes(privateKey));
    }
  }

  /** Makes a pair that is valid for {@code days}; {@code algorithm} is RSA or EC. */
  public static Pair make(Path directory, String name, String algorithm, int days)
      throws Exception {
    Path store = directory.resolve(name + ".p12");
    keytool(store, name, algorithm, days);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return new Pair(
        Files.writeString(
            directory.resolve(name + ".crt"),
            pem("CERTIFICATE", keys.getCertificate("server").getEncoded())),
        Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key(keys))));
  }

  private static byte[] key(KeyStore keys) throws GeneralSecurityException {
    return keys.getKey("server", PASSWORD).getEncoded();
  }

  private static void keytool(Path store, String name, String algorithm, int days)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            algorithm,
            "-keysize",
            algorithm.equals("RSA") ? "2048" : "256",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            Integer.toString(days),
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
  }

  /** Bytes under a label, as RFC 7468 has it. */
  public static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
