package dev.cloister.inference.worker;

import dev.cloister.inference.Engine;

/**
 * One frame of the worker's socket: u32 big-endian length of the rest, u8 type, u32 id of the call, payload.
 *
 * @param type what the payload is; see {@link MessageCodec}
 * @param call which call it belongs to; 0 for none
 * @param payload the message's fields
 */
record Frame(byte type, int call, byte[] payload) {

    /** Bytes after the length that are not payload. */
    static final int HEADER_BYTES = 5;

    /**
     * The tokens of the longest text pass, one of four bytes for each of its bytes. A 1 MB prompt passes too and is
     * refused by its length, not by a closed connection.
     */
    static final int LARGEST_BYTES = Integer.BYTES * Engine.LONGEST_TOKENIZED_BYTES + (1 << 20);
}
