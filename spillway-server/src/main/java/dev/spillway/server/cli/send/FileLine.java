package dev.spillway.server.cli.send;

/**
 * One line of a file that is one event.
 *
 * @param bytes without the line's end
 * @param line its number in the file, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileLine(byte[] bytes, long line) {}
