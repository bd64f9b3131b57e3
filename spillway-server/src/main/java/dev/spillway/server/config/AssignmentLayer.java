package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Origin;
import java.util.List;

/** Lays {@code --set key=value} into {@link Settings}. */
final class AssignmentLayer {
  private final Settings settings;
  private final Mistakes mistakes;

  AssignmentLayer(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  void read(List<String> assignments) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      String path = (equals < 0 ? assignment : assignment.substring(0, equals)).strip();
      Origin origin = new Origin(Origin.Layer.COMMAND_LINE, "--set " + Mistakes.shown(path), 0);
      KeyPath target = KeyPath.parse(path);
      if (equals <= 0) {
        mistakes.add(origin, "must be key=value, such as --set http.port=9090");
      } else if (target.problem() != null) {
        mistakes.add(origin, target.problem());
      } else if (target.key() == null) {
        mistakes.add(origin, path + " is a section; set one of " + KeyPath.namesWithin(path));
      } else {
        settings.put(
            target.key(),
            target.queue(),
            settings.given(target.key(), origin, assignment.substring(equals + 1)));
      }
    }
  }
}
