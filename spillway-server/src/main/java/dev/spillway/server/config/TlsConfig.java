package dev.spillway.server.config;

import java.nio.file.Path;

/**
 * Where the server's certificate is.
 *
 * @param certificate a PEM file: the server's own certificate first, then those up to the root
 * @param privateKey a PEM file with the certificate's private key
 */
public record TlsConfig(Path certificate, Path privateKey) {}
