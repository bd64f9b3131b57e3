module dev.spillway.servlet {
  requires transitive dev.spillway.core;
  requires transitive jakarta.servlet;
  requires transitive java.net.http;
  requires static transitive org.jspecify;

  exports dev.spillway.servlet;
}
