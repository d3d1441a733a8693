package dev.cloister.inference.remote;

/**
 * A request as the server takes it.
 *
 * @param path below the API's base
 * @param body JSON
 */
record ServerRequest(String path, byte[] body) {}
