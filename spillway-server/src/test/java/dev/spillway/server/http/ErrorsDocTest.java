package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Reason;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.server.SourceTexts;
import dev.spillway.server.SourceTexts.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md}: a section for everything that goes wrong, and none for what cannot. */
class ErrorsDocTest {
  private static final Path DOC = Path.of("").toAbsolutePath().resolveSibling("docs/errors.md");

  /** Calls of the library's loggers with a level among the arguments, and of the gateway's. */
  private static final String LEVELLED = "LOG[A-Z]*\\s*\\.\\s*log";

  private static final String NAMED = "LOG[A-Z]*\\s*\\.\\s*(?:warn|error)";
  private static final Pattern EVENT = Pattern.compile("event=([a-z0-9-]+)");

  /** Calls that tell a person of something that is wrong, in words. */
  private static final String TELLING =
      String.join(
          "|",
          "new GatewayException",
          "new SpillException",
          "new SendException",
          "new PemException",
          "troubles\\s*\\.add",
          "\\.complain",
          "findings\\s*\\.add(?=\\(\\s*Level)",
          "obstacles\\.add",
          "reasons\\.add",
          "trouble(?:\\(\\))?\\.begin",
          "mistakes\\s*\\.add");

  private final SourceTexts sources = SourceTexts.ofProject();
  private final Map<String, String> sections = new LinkedHashMap<>();
  private String document = "";

  @BeforeEach
  void read() throws IOException {
    document = Files.readString(DOC);
    for (String part : document.split("\n### ", -1)) {
      int end = part.indexOf('\n');
      sections.put(part.substring(0, end).strip(), part.substring(end).split("\n## ", 2)[0]);
    }
    sections.remove("# Errors");
  }

  @Test
  void everyKindOfProblem_hasASection() {
    assertSections("", Stream.of(ProblemType.values()).map(ProblemType::token).toList());
  }

  @Test
  void everyReason_hasASection() {
    assertSections("reason: ", Stream.of(Reason.values()).map(Reason::token).toList());
  }

  @Test
  void everyFailureOfASink_hasASection() {
    assertSections("sink: ", Stream.of(ErrorCategory.values()).map(ErrorCategory::token).toList());
  }

  @Test
  void everyExitCode_hasASection() throws IOException {
    Path codes =
        Path.of("src/main/java/dev/spillway/server/cli/terminal/ExitCode.java").toAbsolutePath();
    Matcher code =
        Pattern.compile("static final int [A-Z_]+ = (\\d+);").matcher(Files.readString(codes));
    assertSections("exit: ", code.results().map(found -> found.group(1)).toList());
  }

  @Test
  void everyLogLineAboveInfo_hasASection() {
    TreeSet<String> events = new TreeSet<>();
    List<String> nameless = new ArrayList<>();
    for (Call call : loud()) {
      Matcher event = EVENT.matcher(String.join(" ", call.texts()));
      if (event.find()) {
        events.add(event.group(1));
      } else {
        nameless.add(call.file() + ": " + call.arguments());
      }
    }
    assertThat(nameless).as("these lines of the log need event=<name>").isEmpty();
    assertSections("log: ", List.copyOf(events));
  }

  /** A level that is chosen while it runs counts as the highest that it can be. */
  private List<Call> loud() {
    List<Call> loud = new ArrayList<>(sources.calls(NAMED));
    sources.calls(LEVELLED).stream()
        .filter(call -> call.arguments().matches("(?s).*Level\\.(WARNING|ERROR).*"))
        .forEach(loud::add);
    return loud;
  }

  @Test
  void everyMessage_standsInTheDocument() {
    String plain = flat(document);
    List<String> missing = new ArrayList<>();
    for (Call call : sources.calls(TELLING)) {
      String words = flat(call.words());
      if (!words.isEmpty() && !plain.contains(words)) {
        missing.add(call.file().getFileName() + ": \"" + words + "\"");
      }
    }
    assertThat(missing)
        .as("docs/errors.md must quote these, in a section that says what they mean")
        .isEmpty();
  }

  @Test
  void everySection_ofMessages_quotesOneThatThereIs() throws IOException {
    String all = flat(String.join("\n", sources.all())) + launcher();
    List<String> idle = new ArrayList<>();
    sections.forEach(
        (name, text) -> {
          boolean ofMessages = name.matches("(health|start|config|command): .*");
          if (ofMessages && quotes(text).stream().noneMatch(all::contains)) {
            idle.add(name);
          }
        });
    assertThat(idle).as("no message of these sections is in the sources any more").isEmpty();
  }

  private static String launcher() throws IOException {
    return flat(Files.readString(Path.of("").toAbsolutePath().resolveSibling("spillway")));
  }

  /** The parts of the texts in back quotes, between the dots that stand for what differs. */
  private static List<String> quotes(String section) {
    List<String> parts = new ArrayList<>();
    Matcher quote = Pattern.compile("`([^`]+)`").matcher(flat(section));
    while (quote.find()) {
      for (String part : quote.group(1).split("…", -1)) {
        if (part.strip().length() >= 8) {
          parts.add(part.strip());
        }
      }
    }
    return parts;
  }

  @Test
  void everySection_saysWhatToDo() {
    List<String> silent = new ArrayList<>();
    sections.forEach(
        (name, text) -> {
          if (!text.contains("\n**Do:** ")) {
            silent.add(name);
          }
        });
    assertThat(silent).isEmpty();
  }

  @Test
  void everyLink_leadsToASection() {
    List<String> anchors = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^#+ (.*)$").matcher(document);
    while (heading.find()) {
      anchors.add(
          heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9-]", ""));
    }
    List<String> links = new ArrayList<>();
    Matcher link = Pattern.compile("\\(#([a-z0-9-]+)\\)").matcher(document);
    while (link.find()) {
      links.add(link.group(1));
    }
    assertThat(anchors).doesNotHaveDuplicates();
    assertThat(anchors).containsAll(links);
    assertThat(links).isNotEmpty();
  }

  private void assertSections(String prefix, List<String> tokens) {
    assertThat(
            sections.keySet().stream()
                .filter(name -> prefix.isEmpty() ? !name.contains(": ") : name.startsWith(prefix)))
        .as(
            "sections ### %s<name> of docs/errors.md; write what is missing, remove what has gone",
            prefix)
        .containsExactlyInAnyOrderElementsOf(tokens.stream().map(prefix::concat).toList());
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
