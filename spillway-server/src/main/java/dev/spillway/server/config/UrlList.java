package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Passwords;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of different URLs. */
final class UrlList implements ValueType<List<URI>> {
  private static final int MAX_URLS = 64;
  private static final ValueType<URI> URL = ScalarType.url();

  @Override
  public String allowed() {
    return "a list of 1 to " + MAX_URLS + " different http or https URLs";
  }

  @Override
  public boolean structured() {
    return true;
  }

  @Override
  public String shown(Node value) {
    return FlowYaml.of(FlowYaml.mapped(value, Passwords::hidden));
  }

  @Override
  public @Nullable List<URI> read(String path, Setting setting, Mistakes mistakes) {
    if (!(setting.value() instanceof Node.Sequence list)
        || list.items().isEmpty()
        || list.items().size() > MAX_URLS) {
      mistakes.mustBe(setting.origin(), path, allowed(), setting.value());
      return null;
    }
    List<URI> urls = new ArrayList<>();
    for (Node item : list.items()) {
      String itemPath = path + "[" + urls.size() + "]";
      URI url = URL.read(itemPath, new Setting(item.origin(), item), mistakes);
      if (url == null) {
        return null;
      }
      if (urls.contains(url)) {
        mistakes.add(item.origin(), itemPath + " is given twice: " + Mistakes.describe(item));
        return null;
      }
      urls.add(url);
    }
    return List.copyOf(urls);
  }
}
