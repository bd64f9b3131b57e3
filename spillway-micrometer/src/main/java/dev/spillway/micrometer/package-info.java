/** x */
@NullMarked
package dev.spillway.micrometer;

import org.jspecify.annotations.NullMarked;
