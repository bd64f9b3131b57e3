package dev.spillway.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Events of the shape of real ones: JSON, a few hundred bytes, compressible about fivefold. */
public final class Samples {
  private static final String[] SEVERITIES = {"critical", "high", "medium", "low", "none"};
  private static final String[] MESSAGES = {
    "Failed password for invalid user admin from ",
    "reverse mapping checking getaddrinfo failed - POSSIBLE BREAK-IN ATTEMPT! from ",
    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh rhost=",
    "Received disconnect from "
  };

  private Samples() {}

  /** One event of exactly {@code bytes} bytes. */
  public static byte[] jsonEvent(int number, int bytes) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder json = new StringBuilder();
    json.append("{\"id\":\"ssh-").append(number);
    json.append("\",\"type\":\"ssh.E").append(random.nextInt(30));
    json.append("\",\"severity\":\"").append(SEVERITIES[random.nextInt(SEVERITIES.length)]);
    json.append("\",\"tenant\":\"lab\",\"key\":\"").append(random.nextInt(20_000, 30_000));
    json.append("\",\"data\":{\"message\":\"");
    while (json.length() < bytes - 3) {
      json.append(MESSAGES[random.nextInt(MESSAGES.length)]);
      json.append(random.nextInt(256)).append('.').append(random.nextInt(256)).append("; ");
    }
    json.setLength(bytes - 3);
    return json.append("\"}}").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
