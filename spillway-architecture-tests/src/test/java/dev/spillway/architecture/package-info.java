/**
 * The rules of the house that a machine can check: layers, bans and sizes. Each failure says what
 * to do instead. Reads compiled classes and sources; may use every module.
 */
@NullMarked
package dev.spillway.architecture;

import org.jspecify.annotations.NullMarked;
