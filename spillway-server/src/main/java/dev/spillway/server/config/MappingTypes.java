package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.server.config.Classification.Rule;
import dev.spillway.server.config.Classification.Source;
import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values that are mappings and lists: names of priorities, and rules that find one. */
final class MappingTypes {
  private static final ValueType<Priority> PRIORITY = ScalarType.priority();
  private static final int MAX_NAME = 256;

  private MappingTypes() {}

  /** Names with the priority that each means, in lower case. */
  static ValueType<Map<String, Priority>> priorityNames() {
    return new Named<>(
        PRIORITY,
        name -> name.strip().toLowerCase(Locale.ROOT),
        "a mapping of names to critical, high, normal, low or bulk");
  }

  /** Tenants with the events that each may send in a second. */
  static ValueType<Map<String, Double>> quotas() {
    return new Named<>(
        ScalarType.factor(0.001, 1e9),
        UnaryOperator.identity(),
        "a mapping of tenants to events a second");
  }

  /**
   * Names, each with a value of the same type.
   *
   * @param item what each value may be
   * @param spelling makes names that mean the same alike
   */
  private record Named<T>(ValueType<T> item, UnaryOperator<String> spelling, String allowed)
      implements ValueType<Map<String, T>> {
    @Override
    public boolean structured() {
      return true;
    }

    @Override
    public @Nullable Map<String, T> read(String path, Setting setting, Mistakes mistakes) {
      if (!(setting.value() instanceof Node.Mapping mapping)) {
        mistakes.mustBe(setting.origin(), path, allowed, setting.value());
        return null;
      }
      Map<String, T> values = new LinkedHashMap<>();
      for (Node.Entry entry : mapping.entries()) {
        String entryPath = path + "." + Mistakes.shown(entry.name());
        T value = item.read(entryPath, new Setting(entry.origin(), entry.value()), mistakes);
        if (value != null && values.put(spelling.apply(entry.name()), value) != null) {
          mistakes.add(entry.origin(), entryPath + " is given twice but for upper and lower case");
        }
      }
      return values;
    }
  }

  /** Rules in the order tried. A rule without a map has an empty one. */
  static final class Rules implements ValueType<List<Rule>> {
    private static final ValueType<Map<String, Priority>> NAMES = priorityNames();

    @Override
    public String allowed() {
      return "a list of rules such as {field: severity, map: {error: high}, default: low}";
    }

    @Override
    public boolean structured() {
      return true;
    }

    @Override
    public @Nullable List<Rule> read(String path, Setting setting, Mistakes mistakes) {
      if (!(setting.value() instanceof Node.Sequence list)) {
        mistakes.mustBe(setting.origin(), path, allowed(), setting.value());
        return null;
      }
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < list.items().size(); i++) {
        Rule rule = rule(path + "[" + i + "]", list.items().get(i), mistakes);
        if (rule != null) {
          rules.add(rule);
        }
      }
      return rules;
    }

    private @Nullable Rule rule(String path, Node item, Mistakes mistakes) {
      if (!(item instanceof Node.Mapping mapping)) {
        mistakes.mustBe(item.origin(), path, "a rule with field, header or path", item);
        return null;
      }
      Source source = null;
      String name = null;
      Map<String, Priority> map = Map.of();
      Priority otherwise = null;
      for (Node.Entry entry : mapping.entries()) {
        String entryPath = path + "." + Mistakes.shown(entry.name());
        Setting setting = new Setting(entry.origin(), entry.value());
        switch (entry.name()) {
          case "field", "header", "path" -> {
            if (source != null) {
              mistakes.add(
                  entry.origin(), path + " must have one of field, header and path, not two");
            }
            source = Source.valueOf(entry.name().toUpperCase(Locale.ROOT));
            name = nameOf(source).read(entryPath, setting, mistakes);
          }
          case "map" -> map = orElse(NAMES.read(entryPath, setting, mistakes), map);
          case "default" -> otherwise = PRIORITY.read(entryPath, setting, mistakes);
          default ->
              mistakes.add(
                  entry.origin(),
                  entryPath + " is not a key; a rule has field, header or path, map and default");
        }
      }
      if (source == null) {
        mistakes.add(item.origin(), path + " must have one of field, header and path");
        return null;
      }
      return name == null ? null : new Rule(source, name, map, otherwise);
    }

    private static Map<String, Priority> orElse(
        @Nullable Map<String, Priority> map, Map<String, Priority> otherwise) {
      return map == null ? otherwise : map;
    }

    private static ValueType<String> nameOf(Source source) {
      return switch (source) {
        case FIELD -> ScalarType.text("the name of a field at the top of the record");
        case HEADER ->
            new ScalarType<>(
                "the name of a header, such as X-Severity",
                text ->
                    text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1," + MAX_NAME + "}") ? text : null);
        case PATH ->
            new ScalarType<>(
                "a JSON pointer such as /data/level",
                text -> text.matches("(/([^~/]|~[01])*)+") ? text : null);
      };
    }
  }
}
