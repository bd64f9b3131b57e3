/**
 * Ten times the load that a slow sink takes, through a gateway process over HTTP. Fails when a
 * promise was broken.
 *
 * <pre>
 *   GatewayOverload ─► OfferingClient … ─► GatewayProcess ─► RatedEndpoint
 *          └─ ProcessWatch: memory, disk and RSS once a second, live heap every 30
 * </pre>
 *
 * <p>May use every module.
 */
@NullMarked
package dev.spillway.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
