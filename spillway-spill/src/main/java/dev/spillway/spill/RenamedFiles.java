package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A directory as it would be after some files were renamed or moved away. For reading only. */
final class RenamedFiles implements SpillFiles {
  private final SpillFiles files;
  private final Map<String, String> renamed;

  /**
   * A view of {@code files}.
   *
   * @param renamed old names and new ones; an empty one for a file that is gone
   */
  RenamedFiles(SpillFiles files, Map<String, String> renamed) {
    this.files = files;
    this.renamed = Map.copyOf(renamed);
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>(files.list());
    names.replaceAll(name -> renamed.getOrDefault(name, name));
    names.removeIf(String::isEmpty);
    return names;
  }

  private String before(String name) {
    return renamed.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }

  @Override
  public long sizeBytes(String name) throws IOException {
    return files.sizeBytes(before(name));
  }

  @Override
  public SpillFile openForReading(String name) throws IOException {
    return files.openForReading(before(name));
  }

  @Override
  public void createDirectory() {
    throw forReadingOnly();
  }

  @Override
  public SpillFile create(String name) {
    throw forReadingOnly();
  }

  @Override
  public SpillFile open(String name) {
    throw forReadingOnly();
  }

  @Override
  public void rename(String from, String to) {
    throw forReadingOnly();
  }

  @Override
  public void delete(String name) {
    throw forReadingOnly();
  }

  @Override
  public void force() {
    throw forReadingOnly();
  }

  @Override
  public Closeable lock() {
    throw forReadingOnly();
  }

  private UnsupportedOperationException forReadingOnly() {
    return new UnsupportedOperationException("this view is for reading only: " + files);
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
