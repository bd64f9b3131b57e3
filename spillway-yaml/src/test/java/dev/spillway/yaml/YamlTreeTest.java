package dev.spillway.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class YamlTreeTest {
  private final Mistakes mistakes = new Mistakes();

  @Test
  void ofFile_valuesOfEveryKind_keepTheirTextAndPlace() {
    Node root = YamlTree.ofFile("f.yaml", "a: 08\nb:\n  - off\n  - {c: }\n", mistakes);
    assertThat(mistakes.lines()).isEmpty();
    List<Node.Entry> entries = ((Node.Mapping) Objects.requireNonNull(root)).entries();
    assertThat(entries).extracting(Node.Entry::name).containsExactly("a", "b");
    Node.Scalar number = (Node.Scalar) entries.get(0).value();
    assertThat(number.text()).isEqualTo("08");
    assertThat(number.origin().place()).isEqualTo("f.yaml:1:4");
    List<Node> items = ((Node.Sequence) entries.get(1).value()).items();
    assertThat(((Node.Scalar) items.get(0)).text()).isEqualTo("off");
    Node.Mapping inner = (Node.Mapping) items.get(1);
    assertThat(((Node.Scalar) inner.entries().get(0).value()).text()).isNull();
  }

  @Test
  void ofFile_whatDoesNotSayWhatItSeemsTo_isAMistake() {
    YamlTree.ofFile("f.yaml", "a: 1\na: 2\nb: &x 3\nc: *x\n---\nd: 4\n", mistakes);
    assertThat(mistakes.lines())
        .containsExactly(
            "f.yaml:2:1: a is given twice",
            "f.yaml:4:4: aliases (*name) are not read; write the value out",
            "f.yaml:6:1: a second document begins here; one file holds one document");
  }

  @Test
  void ofFile_nothing_isNull() {
    assertThat(YamlTree.ofFile("f.yaml", "", mistakes)).isNull();
    assertThat(mistakes.lines()).isEmpty();
  }

  @Test
  void ofFile_tooDeep_isAMistake() {
    YamlTree.ofFile("f.yaml", "[".repeat(25) + "]".repeat(25), mistakes);
    assertThat(mistakes.lines())
        .containsExactly("f.yaml:1:22: nested too deeply; at most 20 levels are read");
  }
}
