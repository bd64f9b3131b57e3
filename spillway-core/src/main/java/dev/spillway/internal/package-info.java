/** What several packages of this module need and none exports. May use the words and the JDK. */
@NullMarked
package dev.spillway.internal;

import org.jspecify.annotations.NullMarked;
