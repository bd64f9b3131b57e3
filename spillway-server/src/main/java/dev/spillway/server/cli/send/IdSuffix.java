package dev.spillway.server.cli.send;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Gives the events of a file's second pass and later ones ids of their own. Stateless.
 *
 * <p>Only the bytes of the id change: {@code "id":"a"} becomes {@code "id":"a-2"} and {@code
 * "id":7} becomes {@code "id":"7-2"}. A record without an id, or one that is not a JSON object, is
 * left alone; whoever refuses it will say why.
 */
final class IdSuffix {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private IdSuffix() {}

  static byte[] append(byte[] record, int pass) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return record;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isId = parser.currentName().equals("id");
        JsonToken value = parser.nextToken();
        if (isId && (value == JsonToken.VALUE_STRING || value.isNumeric())) {
          return spliced(record, parser, value, "-" + pass);
        }
        parser.skipChildren();
      }
      return record;
    } catch (JacksonException e) {
      return record;
    }
  }

  private static byte[] spliced(byte[] record, JsonParser parser, JsonToken value, String suffix) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    String text = parser.getString();
    boolean quoted = value == JsonToken.VALUE_STRING;
    int end = quoted ? endOfString(record, start) : start + text.length();
    String insert = quoted ? suffix : text + suffix;
    byte[] middle = (quoted ? insert : '"' + insert + '"').getBytes(StandardCharsets.UTF_8);
    int from = quoted ? end : start;
    byte[] result = Arrays.copyOf(record, record.length + middle.length - (end - from));
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(record, end, result, from + middle.length, record.length - end);
    return result;
  }

  /** Where the closing quote of the string stands that begins at {@code start}. */
  private static int endOfString(byte[] record, int start) {
    int index = start + 1;
    while (record[index] != '"') {
      index += record[index] == '\\' ? 2 : 1;
    }
    return index;
  }
}
