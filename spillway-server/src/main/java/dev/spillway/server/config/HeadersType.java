package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Passwords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers by name. Their values may be secrets, so no message and no printout repeats one. */
final class HeadersType implements ValueType<Map<String, String>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{1,8192}");

  /** What the sink sets itself, and what the connection is run by. */
  private static final List<String> RESERVED =
      List.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  @Override
  public String allowed() {
    return "a mapping of header names to values such as {Authorization: Bearer abc}";
  }

  @Override
  public boolean structured() {
    return true;
  }

  @Override
  public String shown(Node value) {
    return FlowYaml.of(FlowYaml.mapped(value, secret -> Passwords.MASK));
  }

  @Override
  public @Nullable Map<String, String> read(String path, Setting setting, Mistakes mistakes) {
    if (!(setting.value() instanceof Node.Mapping mapping)) {
      mistakes.add(setting.origin(), path + " must be " + allowed());
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      String name = entry.name();
      String entryPath = path + "." + Mistakes.shown(name);
      String value = entry.value() instanceof Node.Scalar scalar ? scalar.text() : null;
      if (!NAME.matcher(name).matches()) {
        mistakes.add(entry.origin(), entryPath + " is not the name of a header");
      } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        mistakes.add(
            entry.origin(), entryPath + " must not be set; the sink or its connection sets it");
      } else if (value == null || !VALUE.matcher(value).matches()) {
        mistakes.add(
            entry.origin(), entryPath + " must be a text of printable ASCII, in one line: ***");
      } else {
        headers.put(name, value);
      }
    }
    return headers;
  }
}
