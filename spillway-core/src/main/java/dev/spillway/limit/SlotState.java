package dev.spillway.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word that tells how slots stand, alone in its cache lines: whoever takes a slot writes it,
 * and what lies around it everybody reads and nobody writes. Thread-safe.
 *
 * <p>A field and not a place in an array, which would cost two loads more with every decision. The
 * JVM lays a class's fields behind those of its superclass, so what pads is inherited.
 */
abstract class SlotState extends SlotStateWord {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SlotStateWord.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings({
    "unused",
    "MultiVariableDeclaration"
  }) // keeps what follows off the word's line
  private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;

  /** Changes whenever a slot is taken or given back, and whenever it was touched. */
  final long state() {
    return state;
  }

  final boolean changeState(long seen, long next) {
    return STATE.compareAndSet(this, seen, next);
  }
}

/** The word itself. */
abstract class SlotStateWord extends SlotStateBefore {
  volatile long state;
}

/** Keeps the object's header and what was allocated before off the word's line. */
@SuppressWarnings({"unused", "MultiVariableDeclaration"})
abstract class SlotStateBefore {
  private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
}
