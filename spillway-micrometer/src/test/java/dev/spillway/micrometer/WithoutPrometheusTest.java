package dev.spillway.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutPrometheusTest {
  @Test
  void bindTo_prometheusIsNotOnTheClassPath_works() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("prometheus")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(
              () -> loader.loadClass("io.prometheus.metrics.model.registry.PrometheusRegistry"));
      Object meters =
          loader.loadClass(SimpleBinding.class.getName()).getMethod("meters").invoke(null);

      assertThat(meters).isEqualTo(SimpleBinding.meters());
    }
  }
}
