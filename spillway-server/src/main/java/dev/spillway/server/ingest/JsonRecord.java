package dev.spillway.server.ingest;

import dev.spillway.server.json.Utf8;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * A JSON object read in one pass: its syntax is checked to the end, and the values that a {@link
 * FieldTree} looks for are kept. Not thread-safe; used again for the next line.
 *
 * <p>A value that is looked for may appear once only: which of two decides must not depend on who
 * reads them. Other names may repeat; nobody here looks at them.
 */
final class JsonRecord {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION) // only UTF-8 is accepted
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();

  private final FieldTree tree;
  private final TextCache cache = new TextCache();
  private final @Nullable String[] texts;
  private final boolean[] seen;
  private @Nullable Place place;

  JsonRecord(FieldTree tree) {
    this.tree = tree;
    this.texts = new @Nullable String[tree.slots()];
    this.seen = new boolean[tree.slots()];
  }

  /** The value in {@code slot} as text, or null when the record has none. */
  @Nullable String text(int slot) {
    return texts[slot];
  }

  /** Reads the line that {@code lines} stands at, forgetting the one before. */
  void read(byte[] body, Lines lines) throws RecordException {
    begin(lines);
    checkText(body, lines);
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), body, lines.offset(), lines.length())) {
      readLine(parser, lines);
    } catch (UnexpectedEndOfInputException e) {
      throw malformed(body, lines, lines.length(), "the line ends within the record");
    } catch (JacksonException e) {
      throw malformed(body, lines, failedAt(e, lines), e.getOriginalMessage());
    }
  }

  /**
   * Reads the object that {@code parser} has just entered, forgetting the one before.
   *
   * @throws JacksonException if it is malformed
   */
  void read(JsonParser parser, Place where) throws RecordException {
    begin(where);
    object(parser, tree.root());
  }

  private void begin(Place where) {
    place = where;
    Arrays.fill(texts, null);
    Arrays.fill(seen, false);
  }

  private void checkText(byte[] body, Lines lines) throws RecordException {
    if (lines.isAscii()) {
      return;
    }
    int invalid = Utf8.firstInvalid(body, lines.offset(), lines.length());
    if (invalid >= 0) {
      throw malformed(body, lines, invalid - lines.offset(), "the record is not valid UTF-8");
    }
  }

  private void readLine(JsonParser parser, Lines lines) throws RecordException {
    int line = lines.line();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      boolean array = parser.currentToken() == JsonToken.START_ARRAY;
      String advice = array ? "; an array is sent as application/json" : "";
      throw RecordException.malformed(
          line, 1, "a record must be a JSON object" + advice + ": line=" + line);
    }
    object(parser, tree.root());
    int end = (int) parser.currentLocation().getByteOffset();
    if (parser.nextToken() != null) {
      throw RecordException.malformed(
          line, end + 1, "a line must hold one record: line=" + line + " column=" + (end + 1));
    }
  }

  private void object(JsonParser parser, FieldTree.Node node) throws RecordException {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      FieldTree.Node child = node.child(name);
      if (child != null) {
        value(parser, token, child);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void array(JsonParser parser, FieldTree.Node node) throws RecordException {
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      FieldTree.Node child = node.child(Integer.toString(index++));
      if (child != null) {
        value(parser, token, child);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void value(JsonParser parser, JsonToken token, FieldTree.Node node)
      throws RecordException {
    int slot = node.slot();
    if (slot >= 0) {
      fill(parser, token, slot);
    }
    if (!node.hasChildren()) {
      parser.skipChildren();
    } else if (token == JsonToken.START_OBJECT) {
      object(parser, node);
    } else if (token == JsonToken.START_ARRAY) {
      array(parser, node);
    }
  }

  private void fill(JsonParser parser, JsonToken token, int slot) throws RecordException {
    String name = tree.slotName(slot);
    if (seen[slot]) {
      throw invalid(name, "appear once");
    }
    seen[slot] = true;
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token.isScalarValue() && allows(slot, token)) {
      texts[slot] =
          slot == FieldTree.ID
              ? parser.getString()
              : cache.text(
                  parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    } else if (FieldTree.isKnown(slot)) {
      throw invalid(name, "be " + allowed(slot));
    }
  }

  private RecordException invalid(String name, String constraint) {
    Place where = Objects.requireNonNull(place);
    return RecordException.field(
        where, name, name + " must " + constraint + ": " + where.shown() + " field=" + name);
  }

  private static boolean allows(int slot, JsonToken token) {
    return !FieldTree.isKnown(slot)
        || token == JsonToken.VALUE_STRING
        || (token.isNumeric() && !isTextOnly(slot));
  }

  private static boolean isTextOnly(int slot) {
    return slot == FieldTree.DEADLINE || slot == FieldTree.TRACEPARENT;
  }

  private static String allowed(int slot) {
    return isTextOnly(slot) ? "a string" : "a string or a number";
  }

  private static int failedAt(JacksonException failure, Lines lines) {
    long offset = failure.getLocation() == null ? 0 : failure.getLocation().getByteOffset();
    return (int) Math.max(0, Math.min(lines.length(), offset));
  }

  private static RecordException malformed(byte[] body, Lines lines, int failedAt, String what) {
    int line = lines.line();
    int column = 1 + Utf8.characters(body, lines.offset(), failedAt);
    return RecordException.malformed(line, column, what + ": line=" + line + " column=" + column);
  }
}
