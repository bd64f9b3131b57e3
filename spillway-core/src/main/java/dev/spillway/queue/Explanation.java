package dev.spillway.queue;

import dev.spillway.Admitted;
import dev.spillway.Decision;
import dev.spillway.Delayed;
import dev.spillway.Mode;
import dev.spillway.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an event like the one that was asked about would be admitted, delayed or refused now: what
 * every guard on its way sees. Immutable; taken from a snapshot, which spends no tokens and takes
 * no room.
 */
public final class Explanation {
  private final List<Finding> findings;

  Explanation(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** What the guards say together: the first refusal in force, else the first delay. */
  public Decision decision() {
    Decision told = Admitted.ADMITTED;
    for (Finding finding : findings) {
      Decision decision = finding.decision();
      if (finding.mode() == Mode.ENFORCE && decision instanceof Refused) {
        return decision;
      }
      if (finding.mode() == Mode.ENFORCE
          && decision instanceof Delayed
          && told == Admitted.ADMITTED) {
        told = decision;
      }
    }
    return told;
  }

  /** What each guard sees, in the order in which an event meets them. */
  public List<Finding> findings() {
    return findings;
  }

  /** What one guard sees. Immutable. */
  public interface Finding {
    /** The guard, such as {@code rate}. */
    String guard();

    /** Whether what it decides is done. */
    Mode mode();

    /** What it decides, or would if it were in force. */
    Decision decision();

    /** The figure that it looks at, and its unit, such as {@code tokens}. */
    String figure();

    /** The figure now. */
    double value();

    /** What the figure is held against. */
    double bound();

    /**
     * In a sentence: what would admit the event, or what happens to it; null for nothing to say.
     */
    @Nullable String advice();
  }

  /** A finding with its parts. */
  record Seen(String guard, Mode mode, Decision decision, Measure measure, @Nullable String advice)
      implements Finding {
    @Override
    public String figure() {
      return measure.figure();
    }

    @Override
    public double value() {
      return measure.value();
    }

    @Override
    public double bound() {
      return measure.bound();
    }
  }

  /** A figure, what it is, and what it is held against. */
  record Measure(String figure, double value, double bound) {}
}
