package dev.spillway.spill;

/**
 * What opening a directory found.
 *
 * @param clean whether the directory is new or the last run had closed it
 * @param stateRebuilt whether there were segments but no valid state, so that everything in them is
 *     delivered again
 * @param records that wait to be read, of all lanes
 * @param unconfirmedRecords that were being written at a crash and are not whole; nobody was told
 *     that they are durable
 */
public record SpillRecovery(
    boolean clean, boolean stateRebuilt, long records, long unconfirmedRecords) {}
