/**
 * How commands find a gateway and are let in.
 *
 * <pre>
 *   AccessOptions (--url, --key, --key-file, --ca) ─► GatewayAccess ─► a request that shows the key
 *                                                     no answer ─► GatewayFailure ─► what it means
 *   --queue ─► QueueOption
 * </pre>
 *
 * <p>May use {@code cli.terminal}, {@code config}, {@code security} and picocli.
 */
@NullMarked
package dev.spillway.server.cli.access;

import org.jspecify.annotations.NullMarked;
