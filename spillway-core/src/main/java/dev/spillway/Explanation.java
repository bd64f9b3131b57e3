package dev.spillway;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why an event or a request like the one that was asked about would be admitted, delayed or refused
 * now: what every guard on its way sees. Immutable; taken from a snapshot, which spends no tokens
 * and takes no room.
 */
public final class Explanation {
  private final List<Finding> findings;

  private Explanation(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** An explanation by what each guard sees, in the order in which they are met. */
  public static Explanation of(List<Finding> findings) {
    return new Explanation(findings);
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

  /** What each guard sees, in the order in which they are met. */
  public List<Finding> findings() {
    return findings;
  }

  /** What they say together, and below it a line for each guard. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(decision().toString());
    for (Finding finding : findings) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  %s (%s): %s, %s %.1f of %.1f",
              finding.guard(),
              finding.mode(),
              finding.decision(),
              finding.figure(),
              finding.value(),
              finding.bound()));
      String advice = finding.advice();
      if (advice != null) {
        text.append("; ").append(advice);
      }
    }
    return text.toString();
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

    /** In a sentence: what would admit it, or what happens to it; null for nothing to say. */
    @Nullable String advice();

    /** What {@code guard} sees, with what it decides or would decide. */
    static Finding of(Guard guard, Decision decision, Measure measure, @Nullable String advice) {
      return new Seen(guard, decision, measure, advice);
    }
  }

  /**
   * A step of admission.
   *
   * @param name such as {@code rate}
   * @param mode whether what it decides is done
   */
  public record Guard(String name, Mode mode) {}

  /**
   * A figure, and what it is held against.
   *
   * @param figure what it is, and its unit, such as {@code tokens}
   */
  public record Measure(String figure, double value, double bound) {}

  private record Seen(Guard by, Decision decision, Measure measure, @Nullable String advice)
      implements Finding {
    @Override
    public String guard() {
      return by.name();
    }

    @Override
    public Mode mode() {
      return by.mode();
    }

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
}
