package dev.spillway.server.ingest;

import dev.spillway.server.config.Classification;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the records of one format. Immutable.
 *
 * @param cloudEvent what a CloudEvent has to have; null if records are anything else
 */
record RecordShape(FieldTree tree, Classifier classifier, @Nullable CloudEventFields cloudEvent) {

  /**
   * The shape of plain records.
   *
   * @throws IllegalArgumentException if a rule's path is not a JSON pointer
   */
  static RecordShape plain(Classification classification) {
    FieldTree tree = new FieldTree();
    return new RecordShape(tree, new Classifier(classification, tree), null);
  }

  static RecordShape cloudEvents(Classification classification) {
    FieldTree tree = new FieldTree();
    CloudEventFields cloud = new CloudEventFields(tree);
    return new RecordShape(tree, new Classifier(classification, tree), cloud);
  }
}
