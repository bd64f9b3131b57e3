package dev.spillway.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the program's sources have to say to people: texts that stand as literals in calls. */
public final class SourceTexts {
  private static final List<String> MODULES =
      List.of("spillway-core", "spillway-spill", "spillway-micrometer", "spillway-server");

  /** In characters; what is shorter tells nothing without what stands beside it. */
  private static final int LEAST_WORDS = 10;

  private static final String TEXT =
      "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])++'";
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(TEXT + "|/\\*[\\s\\S]*?\\*/|//[^\\n]*");
  private static final Pattern LITERAL = Pattern.compile(TEXT);
  private static final Pattern TOKEN = Pattern.compile(TEXT + "|[()]");

  private final List<Source> sources = new ArrayList<>();

  /** A file without its comments. */
  private record Source(Path file, String code) {
    static Source of(Path file) throws IOException {
      return new Source(
          file,
          COMMENT_OR_LITERAL
              .matcher(Files.readString(file))
              .replaceAll(
                  found ->
                      found.group().startsWith("/")
                          ? " "
                          : Matcher.quoteReplacement(found.group())));
    }
  }

  /**
   * A call.
   *
   * @param arguments all of it between the parentheses
   * @param texts its literals in their order, those that are joined by a plus as one
   */
  public record Call(Path file, String arguments, List<String> texts) {
    /** The main clause of the first text that has one; empty if there is none. */
    public String words() {
      return texts.stream()
          .map(text -> text.split("[;:,]|\\s\\S+=", 2)[0].strip())
          .filter(text -> text.length() >= LEAST_WORDS)
          .findFirst()
          .orElse("");
    }
  }

  /** The sources of all modules that run in the gateway. */
  public static SourceTexts ofProject() {
    SourceTexts texts = new SourceTexts();
    for (String module : MODULES) {
      Path root = Path.of("").toAbsolutePath().resolveSibling(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          texts.sources.add(Source.of(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }

  /** The calls whose beginning up to the parenthesis {@code pattern} matches. */
  public List<Call> calls(String pattern) {
    Pattern begin = Pattern.compile("(?:" + pattern + ")\\(");
    List<Call> calls = new ArrayList<>();
    for (Source source : sources) {
      Matcher matcher = begin.matcher(source.code());
      while (matcher.find()) {
        calls.add(call(source, matcher.end()));
      }
    }
    return calls;
  }

  /** Every literal of the sources. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(literals(source.code())));
    return all;
  }

  private static Call call(Source source, int begin) {
    Matcher token = TOKEN.matcher(source.code());
    int depth = 1;
    int at = begin;
    while (depth > 0 && token.find(at)) {
      depth += token.group().equals("(") ? 1 : token.group().equals(")") ? -1 : 0;
      at = token.end();
    }
    String arguments = source.code().substring(begin, at - 1);
    return new Call(source.file(), arguments, literals(arguments));
  }

  private static List<String> literals(String code) {
    List<String> literals = new ArrayList<>();
    Matcher literal = LITERAL.matcher(code);
    int end = 0;
    while (literal.find()) {
      String text = unquoted(literal.group());
      if (!literals.isEmpty() && code.substring(end, literal.start()).strip().equals("+")) {
        text = literals.remove(literals.size() - 1) + text;
      }
      literals.add(text);
      end = literal.end();
    }
    return literals;
  }

  private static String unquoted(String literal) {
    return literal.startsWith("\"\"\"")
        ? literal.substring(3, literal.length() - 3)
        : literal
            .substring(1, literal.length() - 1)
            .replace("\\n", " ")
            .replaceAll("\\\\(.)", "$1");
  }
}
