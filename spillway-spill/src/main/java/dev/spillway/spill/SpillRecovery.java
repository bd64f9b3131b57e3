package dev.spillway.spill;

/**
 * What opening a directory found.
 *
 * @param stateRebuilt whether there were segments but no valid state, so that everything in them is
 *     delivered again
 * @param records that wait to be read, of all lanes
 * @param unconfirmedRecords that were being written at a crash and are not whole; nobody was told
 *     that they are durable
 */
public record SpillRecovery(boolean stateRebuilt, long records, long unconfirmedRecords) {}
