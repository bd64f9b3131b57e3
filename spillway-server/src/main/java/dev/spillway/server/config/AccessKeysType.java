package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.server.security.AccessKey;
import dev.spillway.server.security.Grant;
import dev.spillway.server.security.KeyHash;
import dev.spillway.server.security.Scope;
import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Passwords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys by name. No message repeats what stands where a hash should: it may be the secret. */
final class AccessKeysType implements ValueType<List<AccessKey>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final ValueType<Scope> SCOPE = ScalarType.choice(Scope.values(), Scope::token);
  private static final ValueType<Priority> PRIORITY = ScalarType.priority();
  private static final ValueType<String> TENANT =
      new ScalarType<>(
          "the name of a tenant, at most 256 characters",
          text -> text.isEmpty() || text.length() > 256 ? null : text);

  @Override
  public String allowed() {
    return "a mapping of names to keys such as"
        + " {hash: \"sha256:…\", scopes: [ingest], tenants: [acme], highest-priority: normal}";
  }

  @Override
  public boolean structured() {
    return true;
  }

  /** Hashes are cut short. */
  @Override
  public String shown(Node value) {
    return FlowYaml.of(withoutHashes(value));
  }

  private static Node withoutHashes(Node value) {
    if (!(value instanceof Node.Mapping mapping)) {
      return new Node.Scalar(value.origin(), Passwords.MASK);
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      Node shown = entry.value();
      if (shown instanceof Node.Mapping inner) {
        List<Node.Entry> members = new ArrayList<>();
        for (Node.Entry member : inner.entries()) {
          boolean hash = member.name().equals("hash");
          members.add(hash ? new Node.Entry(member.origin(), "hash", cut(member.value())) : member);
        }
        shown = new Node.Mapping(inner.origin(), members);
      }
      entries.add(new Node.Entry(entry.origin(), entry.name(), shown));
    }
    return new Node.Mapping(mapping.origin(), entries);
  }

  private static Node cut(Node hash) {
    KeyHash parsed = hashOf(hash);
    return new Node.Scalar(hash.origin(), parsed == null ? Passwords.MASK : parsed.toString());
  }

  private static @Nullable KeyHash hashOf(Node value) {
    return value instanceof Node.Scalar scalar && scalar.text() != null
        ? KeyHash.parse(scalar.text().strip())
        : null;
  }

  @Override
  public @Nullable List<AccessKey> read(String path, Setting setting, Mistakes mistakes) {
    if (!(setting.value() instanceof Node.Mapping mapping)) {
      mistakes.add(setting.origin(), path + " must be " + allowed());
      return null;
    }
    List<AccessKey> keys = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      AccessKey key = key(path, entry, mistakes);
      if (key == null) {
        continue;
      }
      for (AccessKey other : keys) {
        if (other.hash().equals(key.hash())) {
          mistakes.add(
              entry.origin(),
              path
                  + "."
                  + key.name()
                  + " has the hash of "
                  + other.name()
                  + "; each key has its own");
        }
      }
      keys.add(key);
    }
    return keys;
  }

  private static @Nullable AccessKey key(String path, Node.Entry entry, Mistakes mistakes) {
    if (!NAME.matcher(entry.name()).matches()) {
      mistakes.add(
          entry.origin(),
          path
              + ": a key's name must be up to 63 letters, digits, dots, dashes and underscores, not"
              + " beginning with a sign");
      return null;
    }
    String keyPath = path + "." + entry.name();
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      mistakes.add(
          entry.origin(),
          keyPath
              + " must be an object with hash, scopes, tenants and"
              + " highest-priority; spillway key create prints one");
      return null;
    }
    Reading reading = new Reading(keyPath, mistakes);
    mapping.entries().forEach(reading::member);
    return reading.result(entry);
  }

  /** What has been read of one key. */
  private static final class Reading {
    private final String path;
    private final Mistakes mistakes;
    private boolean hashGiven;
    private @Nullable KeyHash hash;
    private @Nullable Set<Scope> scopes;
    private Set<String> tenants = Set.of();
    private Priority highest = Priority.CRITICAL;

    Reading(String path, Mistakes mistakes) {
      this.path = path;
      this.mistakes = mistakes;
    }

    void member(Node.Entry entry) {
      String memberPath = path + "." + Mistakes.shown(entry.name());
      switch (entry.name()) {
        case "hash" -> hash(entry);
        case "scopes" -> scopes = set(memberPath, entry, SCOPE);
        case "tenants" -> tenants = set(memberPath, entry, TENANT);
        case "highest-priority" -> {
          Setting setting = new Setting(entry.origin(), entry.value());
          Priority read = PRIORITY.read(memberPath, setting, mistakes);
          highest = read == null ? highest : read;
        }
        default ->
            mistakes.add(
                entry.origin(),
                memberPath + " is not a key; a key has hash, scopes, tenants and highest-priority");
      }
    }

    private void hash(Node.Entry entry) {
      hashGiven = true;
      hash = hashOf(entry.value());
      if (hash == null) {
        mistakes.add(
            entry.origin(),
            path
                + ".hash must be sha256: and 64 hexadecimal digits, not the key itself; make it with"
                + " spillway key create, or of a key that you have with: printf %s \"$KEY\" |"
                + " sha256sum");
      }
    }

    private <T> Set<T> set(String memberPath, Node.Entry entry, ValueType<T> item) {
      Set<T> values = new LinkedHashSet<>();
      if (!(entry.value() instanceof Node.Sequence list) || list.items().isEmpty()) {
        mistakes.mustBe(
            entry.origin(),
            memberPath,
            "a list, not empty, in which each is " + item.allowed(),
            entry.value());
        return values;
      }
      for (Node node : list.items()) {
        String itemPath = memberPath + "[" + list.items().indexOf(node) + "]";
        T value = item.read(itemPath, new Setting(node.origin(), node), mistakes);
        if (value != null && !values.add(value)) {
          mistakes.add(node.origin(), itemPath + " is given twice");
        }
      }
      return values;
    }

    @Nullable AccessKey result(Node.Entry entry) {
      if (!hashGiven) {
        mistakes.add(
            entry.origin(), path + " must have a hash; spillway key create makes key and hash");
      }
      Set<Scope> opened = scopes;
      if (opened == null) {
        mistakes.add(entry.origin(), path + " must have scopes, of ingest, read and admin");
      }
      return hash == null || opened == null
          ? null
          : new AccessKey(entry.name(), hash, new Grant(opened, tenants, highest));
    }
  }
}
