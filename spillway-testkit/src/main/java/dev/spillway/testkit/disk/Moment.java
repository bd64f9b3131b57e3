package dev.spillway.testkit.disk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One point of a trace: what is surely on the disk after so many operations, and what may be.
 *
 * @param after how many operations happened
 * @param forced what is surely there
 * @param pending what may be there, in the order in which it was done
 */
record Moment(int after, CrashImage forced, List<Piece> pending) {
  private static final List<Outcome> HARMS =
      List.of(Outcome.OMITTED, Outcome.ZEROS, Outcome.GARBAGE);
  private static final List<Outcome> PAIRED_HARMS = List.of(Outcome.OMITTED, Outcome.GARBAGE);

  /** Told of each image, and how it came about. */
  interface Visitor {
    void onImage(CrashImage image, List<Outcome> outcomes);
  }

  /** All points of a trace, from none of its operations to all. */
  static List<Moment> of(List<Operation> operations) {
    List<Moment> moments = new ArrayList<>();
    CrashImage forced = CrashImage.empty();
    List<Operation> pending = new ArrayList<>();
    Set<Operation> neverForced = Collections.newSetFromMap(new IdentityHashMap<>());
    moments.add(new Moment(0, forced.copy(), List.of()));
    for (Operation operation : operations) {
      if (operation instanceof Operation.PowerLoss loss) {
        forced = loss.found().copy();
        pending.clear();
      } else if (operation instanceof Operation.ForceEntries) {
        settle(pending, forced, Operation.OfEntries.class::isInstance);
      } else if (operation instanceof Operation.Force force) {
        if (force.worked()) {
          settle(pending, forced, each -> isOf(each, force.file()) && !neverForced.contains(each));
        } else {
          pending.stream().filter(each -> isOf(each, force.file())).forEach(neverForced::add);
        }
      } else {
        pending.add(operation);
      }
      List<Piece> pieces = pending.stream().flatMap(each -> Piece.of(each).stream()).toList();
      moments.add(new Moment(moments.size(), forced.copy(), pieces));
    }
    return moments;
  }

  /** The end of a trace. */
  static Moment last(List<Operation> operations) {
    List<Moment> moments = of(operations);
    return moments.get(moments.size() - 1);
  }

  private static boolean isOf(Operation operation, int file) {
    return operation instanceof Operation.OfContent content && content.file() == file;
  }

  private static void settle(
      List<Operation> pending, CrashImage forced, Predicate<Operation> isForced) {
    for (Operation operation : pending) {
      if (isForced.test(operation)) {
        Piece.of(operation).forEach(piece -> forced.apply(piece, Outcome.APPLIED));
      }
    }
    pending.removeIf(isForced);
  }

  /** What a process finds that starts while the machine goes on. */
  CrashImage seen() {
    return image(firstOnes(pending.size(), Outcome.APPLIED, Outcome.OMITTED));
  }

  /** What is found when only the first half of what was pending reached the disk. */
  CrashImage torn() {
    return image(firstOnes(pending.size() / 2, Outcome.APPLIED, Outcome.OMITTED));
  }

  /** What is found when one piece of what was pending is missing. */
  CrashImage without(int piece) {
    List<Outcome> all = firstOnes(pending.size(), Outcome.APPLIED, Outcome.OMITTED);
    return image(with(piece, Outcome.OMITTED, all));
  }

  private List<Outcome> firstOnes(int count, Outcome first, Outcome others) {
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(count, first));
    outcomes.addAll(Collections.nCopies(pending.size() - count, others));
    return outcomes;
  }

  private CrashImage image(List<Outcome> outcomes) {
    CrashImage image = forced.copy();
    for (int index = 0; index < outcomes.size(); index++) {
      image.apply(pending.get(index), outcomes.get(index));
    }
    return image;
  }

  /**
   * The first so many pieces are there and no others, or the last so many; all are there but for
   * one or two that are missing or spoilt; one or two are there and no others. So a later one is
   * found without an earlier one, as it is when writes change places.
   */
  void visit(Visitor visitor) {
    for (int count = 0; count <= pending.size(); count++) {
      visit(visitor, firstOnes(count, Outcome.APPLIED, Outcome.OMITTED));
      visit(visitor, firstOnes(count, Outcome.OMITTED, Outcome.APPLIED));
    }
    List<Outcome> all = firstOnes(pending.size(), Outcome.APPLIED, Outcome.APPLIED);
    List<Outcome> none = firstOnes(0, Outcome.OMITTED, Outcome.OMITTED);
    for (int first = 0; first < pending.size(); first++) {
      for (Outcome harm : harms(first, HARMS)) {
        visit(visitor, with(first, harm, all));
      }
      visit(visitor, with(first, Outcome.APPLIED, none));
      for (int second = first + 1; second < pending.size(); second++) {
        visit(visitor, with(second, Outcome.APPLIED, with(first, Outcome.APPLIED, none)));
        for (Outcome harm : harms(first, PAIRED_HARMS)) {
          for (Outcome other : harms(second, PAIRED_HARMS)) {
            visit(visitor, with(second, other, with(first, harm, all)));
          }
        }
      }
    }
  }

  private List<Outcome> harms(int index, List<Outcome> ofSectors) {
    return pending.get(index).isSector() ? ofSectors : List.of(Outcome.OMITTED);
  }

  private static List<Outcome> with(int index, Outcome outcome, List<Outcome> others) {
    List<Outcome> outcomes = new ArrayList<>(others);
    outcomes.set(index, outcome);
    return outcomes;
  }

  private void visit(Visitor visitor, List<Outcome> outcomes) {
    visitor.onImage(image(outcomes), outcomes);
  }
}
