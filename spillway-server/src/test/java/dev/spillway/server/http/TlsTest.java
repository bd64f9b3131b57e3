package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.security.Certificates;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.security.Pem;
import dev.spillway.server.security.TestCertificates;
import dev.spillway.time.TimeSource;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir Path directory;
  private TestCertificates.Pair files;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    files = TestCertificates.make(directory, "first", "EC", 100);
    Certificates certificates =
        Certificates.open(files.certificate(), files.privateKey(), TimeSource.system());
    server =
        new TestServer(
            TestServer.CONFIG,
            new HttpServer.Protection(Keyring.EMPTY, certificates),
            TestServer.served(EventQueue.builder("q").build()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(Path ca, HttpRequest.Builder request) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(Pem.trust(ca)).build();
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.server.port() + path));
  }

  @Test
  void aClientThatTrustsTheCertificate_isAnswered_andToldToStayWithHttps() throws Exception {
    HttpResponse<String> answer = get(files.certificate(), request("/api/v1/queues"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security"))
        .hasValue("max-age=31536000");
    assertThat(server.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).doesNotContain("200 OK");
  }

  @Test
  void aHandshakeThatStops_isCutOff() throws Exception {
    try (Socket slow = server.connected("\u0016\u0003\u0001\u0002")) {
      await().until(() -> server.server.connections().open() == 1);
      await()
          .until(
              () -> {
                server.time.advance(Duration.ofMinutes(1));
                return server.server.connections().open() == 0;
              });
      assertThat(server.server.connections().slow()).isOne();
      assertThat(TestServer.readToEnd(slow)).doesNotContain("HTTP/1.1 ");
    }
  }

  @Test
  void aPageThatCameByHttp_isAnotherSite() throws Exception {
    String host = "localhost:" + server.server.port();

    assertThat(
            get(files.certificate(), request("/api/v1/queues").header("Origin", "https://" + host))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            get(files.certificate(), request("/api/v1/queues").header("Origin", "http://" + host))
                .statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsOfTls_areSpoken(String version) throws Exception {
    SSLContext trust = Pem.trust(files.certificate());
    try (SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket("localhost", server.server.port())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void replacedFiles_areShownToNewConnections_andABadPairIsToldByHealth() throws Exception {
    TestCertificates.Pair second = TestCertificates.make(directory, "second", "RSA", 100);
    Path firstCa = Files.copy(files.certificate(), directory.resolve("first-ca.crt"));
    second.replace(files);

    server.server.look();

    assertThat(get(second.certificate(), request("/api/v1/health")).body())
        .startsWith("{\"status\":\"healthy\"");
    assertThatThrownBy(() -> get(firstCa, request("/"))).isInstanceOf(SSLException.class);

    Files.writeString(files.privateKey(), "broken");
    server.server.look();
    assertThat(get(second.certificate(), request("/api/v1/health")).body())
        .startsWith("{\"status\":\"degraded\"")
        .contains("the certificate in use is an old one: " + files.privateKey());

    second.replace(files);
    server.server.look();
    assertThat(get(second.certificate(), request("/api/v1/health")).body())
        .startsWith("{\"status\":\"healthy\"");
  }
}
