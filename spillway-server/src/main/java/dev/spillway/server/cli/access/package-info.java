/**
 * How commands find a gateway and are let in.
 *
 * <pre>
 *   --url ─► AccessOptions (--key, --key-file, --ca) ─► GatewayAccess ─► a request that shows the key
 *   --queue ─► QueueOption
 * </pre>
 *
 * <p>May use {@code cli.terminal}, {@code security} and picocli.
 */
@NullMarked
package dev.spillway.server.cli.access;

import org.jspecify.annotations.NullMarked;
