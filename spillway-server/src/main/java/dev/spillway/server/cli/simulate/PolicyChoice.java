package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.simulator.Policies;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.yaml.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the policies that are meant by names. Stateless. */
final class PolicyChoice {
  private static final String ALL = "all";

  private PolicyChoice() {}

  /**
   * The policies in the order asked for, each once.
   *
   * @throws ChoiceException with every name that is unknown, if any is
   */
  static List<PolicyFactory> of(List<String> asked) throws ChoiceException {
    List<PolicyFactory> all = Policies.all();
    Set<PolicyFactory> chosen = new LinkedHashSet<>();
    List<String> complaints = new ArrayList<>();
    for (String name : asked) {
      List<PolicyFactory> meant =
          name.equals(ALL) ? all : all.stream().filter(p -> p.name().equals(name)).toList();
      chosen.addAll(meant);
      if (meant.isEmpty()) {
        complaints.add(unknown(name, all));
      }
    }
    if (!complaints.isEmpty()) {
      throw new ChoiceException(complaints);
    }
    return List.copyOf(chosen);
  }

  private static String unknown(String name, List<PolicyFactory> all) {
    List<String> names = new ArrayList<>(all.stream().map(PolicyFactory::name).toList());
    names.add(ALL);
    String nearest = Nearest.of(name, names);
    return "there is no policy "
        + Terminal.printable(name)
        + (nearest == null
            ? "; there are " + String.join(", ", names)
            : "; did you mean " + nearest + "?");
  }
}
