package dev.spillway.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Turns YAML text into {@link Node}s that know their places. Not thread-safe.
 *
 * <p>Every scalar stays text: what {@code 8080} or {@code off} means is up to the key that reads
 * it. Anchors, aliases and further documents are mistakes, so a file says what it seems to say.
 */
public final class YamlTree {
  private static final YAMLFactory YAML = YAMLFactory.builder().build();
  private static final int MAX_DEPTH = 20;

  /** As the parser names one. */
  private static final Pattern TAB = Pattern.compile("found character '?(\\\\t|\\t)");

  private final JsonParser parser;
  private final Function<@Nullable TokenStreamLocation, Origin> places;
  private final Mistakes mistakes;

  private YamlTree(
      JsonParser parser,
      Function<@Nullable TokenStreamLocation, Origin> places,
      Mistakes mistakes) {
    this.parser = parser;
    this.places = places;
    this.mistakes = mistakes;
  }

  /** Reads a file's text; null when it is empty or, with a mistake added, not YAML. */
  public static @Nullable Node ofFile(String fileName, String text, Mistakes mistakes) {
    return ofText(new Origin(Origin.Layer.FILE, fileName, 0), text, mistakes);
  }

  /** Reads a single value that was given elsewhere than in a file. */
  public static @Nullable Node ofValue(Origin origin, String text, Mistakes mistakes) {
    return read(text, location -> origin, mistakes);
  }

  /** Reads a text whose places are told by line and column after {@code origin}'s. */
  public static @Nullable Node ofText(Origin origin, String text, Mistakes mistakes) {
    return read(
        text,
        location ->
            location == null // as in text that is nested too deeply
                ? origin
                : new Origin(
                    origin.layer(),
                    origin.place() + ":" + location.getLineNr() + ":" + location.getColumnNr(),
                    location.getLineNr()),
        mistakes);
  }

  private static @Nullable Node read(
      String text, Function<@Nullable TokenStreamLocation, Origin> places, Mistakes mistakes) {
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
      YamlTree tree = new YamlTree(parser, places, mistakes);
      if (parser.nextToken() == null) {
        return null;
      }
      Node root = tree.node(0);
      if (parser.nextToken() != null) {
        mistakes.add(tree.here(), "a second document begins here; one file holds one document");
      }
      return root;
    } catch (JacksonException e) {
      mistakes.add(places.apply(e.getLocation()), "not valid YAML: " + problem(e));
      return null;
    }
  }

  private static String problem(JacksonException e) {
    String problem = String.valueOf(e.getOriginalMessage()).strip();
    if (TAB.matcher(problem).find()) {
      return "a tab stands where only spaces may; indent with spaces";
    }
    int end = problem.indexOf('\n');
    return Mistakes.shown(end < 0 ? problem : problem.substring(0, end).strip())
        .toLowerCase(Locale.ROOT);
  }

  private Origin here() {
    return places.apply(parser.currentTokenLocation());
  }

  private Node node(int depth) {
    Origin origin = here();
    if (depth > MAX_DEPTH) {
      mistakes.add(origin, "nested too deeply; at most " + MAX_DEPTH + " levels are read");
      parser.skipChildren();
      return new Node.Scalar(origin, null);
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(origin, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      return sequence(origin, depth);
    }
    if (((YAMLParser) parser).isCurrentAlias()) {
      mistakes.add(origin, "aliases (*name) are not read; write the value out");
    }
    return new Node.Scalar(origin, token == JsonToken.VALUE_NULL ? null : parser.getString());
  }

  private Node sequence(Origin origin, int depth) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Node.Sequence(origin, items);
  }

  private Node mapping(Origin origin, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Origin place = here();
      String name = parser.currentName();
      parser.nextToken();
      Node value = node(depth + 1);
      if (names.add(name)) {
        entries.add(new Node.Entry(place, name, value));
      } else {
        mistakes.add(place, Mistakes.shown(name) + " is given twice");
      }
    }
    return new Node.Mapping(origin, entries);
  }
}
