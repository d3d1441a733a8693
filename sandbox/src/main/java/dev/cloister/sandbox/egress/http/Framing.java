package dev.cloister.sandbox.egress.http;

/** How a message's content ends. */
public sealed interface Framing {

    /** There is none. */
    record None() implements Framing {}

    /** After so many bytes. */
    record Length(long bytes) implements Framing {}

    /** After the last chunk. */
    record Chunked() implements Framing {}

    /** With the connection; responses only. */
    record ToTheEnd() implements Framing {}

    /** The field that says so. */
    default Header header() {
        return this instanceof Length(long bytes)
                ? new Header("Content-Length", Long.toString(bytes))
                : new Header("Transfer-Encoding", "chunked");
    }
}
