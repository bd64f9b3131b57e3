package dev.spillway.server.ingest;

import dev.spillway.server.json.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * The records of a body that is one JSON document: an object, or the objects of an array. Read in
 * one pass. Not thread-safe.
 */
final class JsonDocument implements Place, AutoCloseable {
  private final BodyFormat format;
  private final byte[] body;
  private final int end;
  private final JsonParser parser;
  private boolean begun;
  private boolean inArray;
  private int offset;
  private int length;

  JsonDocument(BodyFormat format, byte[] body, int length) {
    this.format = format;
    this.body = body;
    this.end = length;
    this.parser = JsonRecord.JSON.createParser(ObjectReadContext.empty(), body, 0, length);
  }

  /**
   * How many records a document has. Of what is no JSON document, at least as many as can be read
   * before the mistake.
   */
  static int count(byte[] body, int length) {
    int count = 0;
    int depth = 0;
    boolean inArray = false;
    boolean inText = false;
    for (int index = 0; index < length; index++) {
      byte value = body[index];
      if (inText) {
        if (value == '\\') {
          index++;
        } else if (value == '"') {
          inText = false;
        }
        continue;
      }
      switch (value) {
        case '"' -> inText = true;
        case '{' -> count += depth++ == (inArray ? 1 : 0) ? 1 : 0;
        case '[' -> inArray |= depth++ == 0;
        case '}', ']' -> depth--;
        default -> {}
      }
    }
    return count;
  }

  /** Reads the next record into {@code record}. Returns false when there is none. */
  boolean advance(JsonRecord record) throws RecordException {
    try {
      if (!begun) {
        begin();
      } else if (!inArray) {
        return atEnd(parser.nextToken());
      } else {
        parser.nextToken();
      }
      if (inArray && parser.currentToken() == JsonToken.END_ARRAY) {
        return atEnd(parser.nextToken());
      }
      read(record);
      return true;
    } catch (UnexpectedEndOfInputException e) {
      throw malformed(end, "the body ends within the document");
    } catch (JacksonException e) {
      throw malformed(failedAt(e), e.getOriginalMessage());
    }
  }

  private void begin() throws RecordException {
    begun = true;
    int invalid = Utf8.firstInvalid(body, 0, end);
    if (invalid >= 0) {
      throw malformed(invalid, "the document is not valid UTF-8");
    }
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw RecordException.empty();
    }
    boolean array = first == JsonToken.START_ARRAY;
    if (array ? format == BodyFormat.CLOUDEVENT : format == BodyFormat.CLOUDEVENTS) {
      throw malformed(tokenOffset(), "the body must be " + (array ? "an object" : "an array"));
    }
    if (array) {
      inArray = true;
      parser.nextToken();
    }
  }

  private void read(JsonRecord record) throws RecordException {
    offset = tokenOffset();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw malformed(offset, "a record must be a JSON object");
    }
    record.read(parser, this);
    length = (int) parser.currentLocation().getByteOffset() - offset;
  }

  private boolean atEnd(JsonToken next) throws RecordException {
    if (next != null) {
      throw malformed(
          tokenOffset(),
          "the body must hold one JSON document; send lines as application/x-ndjson");
    }
    return false;
  }

  private int tokenOffset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int failedAt(JacksonException failure) {
    long at = failure.getLocation() == null ? 0 : failure.getLocation().getByteOffset();
    return (int) Math.max(0, Math.min(end, at));
  }

  private RecordException malformed(int at, String what) {
    int line = lineOf(at);
    int column = columnOf(at);
    return RecordException.malformed(line, column, what + ": line=" + line + " column=" + column);
  }

  private int lineOf(int at) {
    int line = 1;
    for (int index = 0; index < at; index++) {
      if (body[index] == '\n') {
        line++;
      }
    }
    return line;
  }

  private int columnOf(int at) {
    int lineStart = at;
    while (lineStart > 0 && body[lineStart - 1] != '\n') {
      lineStart--;
    }
    return 1 + Utf8.characters(body, lineStart, at - lineStart);
  }

  /** Where the record that was read last begins. */
  int offset() {
    return offset;
  }

  /** The bytes of the record that was read last. */
  int length() {
    return length;
  }

  @Override
  public int line() {
    return lineOf(offset);
  }

  @Override
  public int column() {
    return columnOf(offset);
  }

  @Override
  public void close() {
    parser.close();
  }
}
