package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.PlantSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows how long everything takes and what the plant will suffer, but not what will arrive.
 *
 * <p>The highest class goes first, within it the oldest. With each arrival the whole queue is
 * planned; while something in it could not be done in time, the oldest of its class is dropped. So
 * nothing is started in vain, no server idles while something could be done, and what is dropped is
 * not chosen by its size: an oracle that preferred short work would do more of it, and no measure
 * for those who cannot know.
 */
final class OraclePolicy implements Policy {
  private static final int MARGIN = 20;

  private final World world;
  private final List<List<Call>> lines = new ArrayList<>();
  private final Call[] atWork;
  private final long[] freeNanos;
  private final long[] planned;
  private int inFlight;

  OraclePolicy(World world) {
    this.world = world;
    int most =
        world.scenario().plant().kind() == PlantSpec.Kind.RETROGRADE
            ? 12
            : world.scenario().plant().servers();
    atWork = new Call[most];
    freeNanos = new long[most];
    planned = new long[most];
    for (int rank = 0; rank < 2 * Priority.values().length; rank++) {
      lines.add(new ArrayList<>());
    }
  }

  @Override
  public void arrive(Call call) {
    int rank = 2 * call.priority().ordinal() + (call.isContinuing() ? 0 : 1);
    lines.get(rank).add(call);
    serve();
    if (inFlight == atWork.length) {
      plan();
    }
  }

  @Override
  public void finished(Call call) {
    for (int server = 0; server < atWork.length; server++) {
      if (atWork[server] == call) {
        atWork[server] = null;
        freeNanos[server] = 0;
      }
    }
    inFlight--;
    serve();
  }

  private void serve() {
    for (List<Call> line : lines) {
      while (inFlight < atWork.length && !line.isEmpty()) {
        Call call = line.remove(0);
        long finish = world.finishNanos(call);
        if (finish > call.task.deadlineNanos()) {
          world.refuse(call);
        } else {
          inFlight++;
          int server = 0;
          while (atWork[server] != null) {
            server++;
          }
          atWork[server] = call;
          freeNanos[server] = finish;
          world.start(call);
        }
      }
    }
  }

  /** Drops the oldest of each class that makes others of its class, or itself, late. */
  private void plan() {
    System.arraycopy(freeNanos, 0, planned, 0, planned.length);
    long nowNanos = world.nowNanos();
    for (int server = 0; server < planned.length; server++) {
      planned[server] = Math.max(planned[server], nowNanos);
    }
    for (int at = 0; at < lines.size(); at++) {
      List<Call> line = lines.get(at);
      long[] before = planned.clone();
      while (!fits(line)) {
        System.arraycopy(before, 0, planned, 0, planned.length);
        world.refuse(line.remove(0));
      }
    }
  }

  private boolean fits(List<Call> line) {
    for (int index = 0; index < line.size(); index++) {
      int first = 0;
      for (int server = 1; server < planned.length; server++) {
        if (planned[server] < planned[first]) {
          first = server;
        }
      }
      Call call = line.get(index);
      long finish = planned[first] + world.serviceNanos(call);
      long margin =
          index == 0 ? 0 : (call.task.deadlineNanos() - call.task.arrivalNanos()) / MARGIN;
      if (finish > call.task.deadlineNanos() - margin) {
        return false;
      }
      planned[first] = finish;
    }
    return true;
  }
}
