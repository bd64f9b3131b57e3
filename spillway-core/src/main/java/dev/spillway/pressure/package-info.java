/**
 * How full is too full: pure rules that turn a fill level into a state and a delay.
 *
 * <pre>
 *   utilization ─► WaterMarks ─► on or off ─► ThrottleCurve ─► how long a producer should wait
 * </pre>
 *
 * <p>Nothing here holds state or reads a clock. May use nothing but the JDK.
 */
@NullMarked
package dev.spillway.pressure;

import org.jspecify.annotations.NullMarked;
