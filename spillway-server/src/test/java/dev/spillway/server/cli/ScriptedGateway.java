package dev.spillway.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP server that gives the answers it was told to give, one after another, and accepts all
 * once they are used up.
 */
final class ScriptedGateway implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  ScriptedGateway() {
    this(0);
  }

  ScriptedGateway(int port) {
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new Answering());
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next answer that is not given yet. */
  ScriptedGateway answer(int status, String body, String... headers) {
    script.add(new Scripted(status, body, List.of(headers)));
    return this;
  }

  int port() {
    return connector.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Types {@code send} with {@code args} at it. */
  Typed send(String... args) {
    List<String> command = new ArrayList<>(List.of("send", "--url", url()));
    command.addAll(List.of(args));
    return Typed.command(command.toArray(String[]::new));
  }

  List<Received> received() {
    return received;
  }

  /** The bodies of all requests, each as its lines. */
  List<List<String>> bodies() {
    return received.stream().map(one -> one.body().lines().toList()).toList();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request as it came. */
  record Received(String target, String contentType, String priority, String body) {}

  private record Scripted(int status, String body, List<String> headers) {}

  private final class Answering extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String body = bodyOf(request);
      received.add(
          new Received(
              request.getHttpURI().getPathQuery(),
              String.valueOf(request.getHeaders().get("Content-Type")),
              String.valueOf(request.getHeaders().get("Spillway-Priority")),
              body));
      Scripted next = script.poll();
      if (next == null) {
        long count = body.lines().count();
        next =
            new Scripted(
                202,
                "{\"accepted\":" + count + ",\"durability\":\"durable\",\"refused\":[]}",
                List.of());
      }
      response.setStatus(next.status());
      for (int i = 0; i < next.headers().size(); i += 2) {
        response.getHeaders().put(next.headers().get(i), next.headers().get(i + 1));
      }
      Content.Sink.write(response, true, next.body(), callback);
      return true;
    }

    private String bodyOf(Request request) {
      try {
        return Content.Source.asString(request, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
