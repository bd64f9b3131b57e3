package dev.spillway.server.http.connection;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes connections that {@link ConnectionWatch} can look at. */
public final class ClientConnectionFactory extends HttpConnectionFactory {
  public ClientConnectionFactory(HttpConfiguration config) {
    super(config);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    ClientConnection made = new ClientConnection(getHttpConfiguration(), connector, endPoint);
    made.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(made, connector, endPoint);
  }
}
