/**
 * Who may do what, and under which certificate.
 *
 * <pre>
 *   configuration ─► AccessKey ─► Keyring ◄── a presented secret
 *                                    │
 *                                    └─► Caller ── Grant: scopes, tenants, highest priority
 *                                          │
 *                        AuditLog, Denials ◄── what it was let do, and what not
 * </pre>
 *
 * <p>Knows nothing of HTTP, of queues or of the configuration's text; those ask it. Secrets come in
 * and never go out: what is kept and shown is their hash. May use core and SLF4J.
 */
@NullMarked
package dev.spillway.server.security;

import org.jspecify.annotations.NullMarked;
