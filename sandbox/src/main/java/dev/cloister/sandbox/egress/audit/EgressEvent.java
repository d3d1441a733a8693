package dev.cloister.sandbox.egress.audit;

/**
 * One attempt to leave a cell. Holds no secret, no query and no content.
 *
 * @param host where to; empty where the app did not get as far as saying so
 * @param port its port, or 0
 * @param method the request's method; {@code CONNECT} where no request was read
 * @param path the request's path without its query, or empty
 * @param status what the host answered, or 0
 * @param sent bytes of content that went out
 * @param received bytes of content that came back
 * @param verdict what was decided
 */
public record EgressEvent(
        String host,
        int port,
        String method,
        String path,
        int status,
        long sent,
        long received,
        EgressVerdict verdict) {}
