package dev.spillway.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server that a filter is tried in. */
enum Container {
  JETTY {
    @Override
    Running start(App app) throws Exception {
      Server server = new Server(new QueuedThreadPool(THREADS));
      HttpConfiguration http = new HttpConfiguration();
      ServerConnector connector =
          new ServerConnector(
              server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
      ServletContextHandler context = new ServletContextHandler("/app");
      FilterHolder holder = new FilterHolder(app.filter());
      holder.setAsyncSupported(true);
      context.addFilter(holder, "/*", app.types());
      app.servlets()
          .forEach(
              (path, servlet) -> {
                ServletHolder held = new ServletHolder(servlet);
                held.setAsyncSupported(app.async());
                context.addServlet(held, path);
              });
      server.setHandler(context);
      server.start();
      return new Running(connector.getLocalPort(), server::stop);
    }
  },
  TOMCAT {
    @Override
    Running start(App app) throws Exception {
      Tomcat tomcat = new Tomcat();
      Path base = Files.createTempDirectory("tomcat");
      tomcat.setBaseDir(base.toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      tomcat.getConnector().setProperty("maxThreads", Integer.toString(THREADS));
      Context context = tomcat.addContext("/app", base.toString());
      FilterDef filter = new FilterDef();
      filter.setFilterName("limiter");
      filter.setFilter(app.filter());
      filter.setAsyncSupported("true");
      context.addFilterDef(filter);
      FilterMap map = new FilterMap();
      map.setFilterName("limiter");
      map.addURLPattern("/*");
      app.types().forEach(type -> map.setDispatcher(type.name()));
      context.addFilterMap(map);
      app.servlets()
          .forEach(
              (path, servlet) -> {
                Wrapper wrapper = Tomcat.addServlet(context, path, servlet);
                wrapper.setAsyncSupported(app.async());
                wrapper.addMapping(path);
              });
      tomcat.start();
      return new Running(tomcat.getConnector().getLocalPort(), () -> stop(tomcat, base));
    }

    private void stop(Tomcat tomcat, Path base) throws LifecycleException, IOException {
      tomcat.stop();
      tomcat.destroy();
      try (var files = Files.walk(base)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  };

  static final int THREADS = 32;

  abstract Running start(App app) throws Exception;

  /**
   * What is served below {@code /app}.
   *
   * @param types the dispatches that the filter sees
   * @param async whether the servlets may be asynchronous
   */
  record App(
      Filter filter, EnumSet<DispatcherType> types, boolean async, Map<String, Servlet> servlets) {
    static App of(Filter filter) {
      return new App(filter, EnumSet.allOf(DispatcherType.class), true, new TreeMap<>());
    }

    App servlet(String path, Servlet servlet) {
      servlets.put(path, servlet);
      return this;
    }
  }

  /** A server that listens. */
  record Running(int port, Stop stop) implements AutoCloseable {
    @Override
    public void close() {
      try {
        stop.run();
      } catch (Exception e) {
        throw new IllegalStateException("the server did not stop", e);
      }
    }
  }

  /** Ends a server. */
  interface Stop {
    void run() throws Exception;
  }
}
