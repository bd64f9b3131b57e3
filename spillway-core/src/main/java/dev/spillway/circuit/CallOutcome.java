package dev.spillway.circuit;

/** What a call says about the health of whom it was made to. */
public enum CallOutcome {
  /** It works. */
  SUCCESS,
  /** It does not work: no connection, a time-out, an error of its own. */
  FAILURE,
  /** It works and is busy. Neither a success nor a failure; the caller should slow down. */
  REFUSED_FOR_LOAD,
  /** Nothing: the call was given up, was too slow to tell, or was never made. */
  IGNORED
}
