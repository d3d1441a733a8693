package dev.cloister.retrieval.federation.message;

import dev.cloister.retrieval.federation.offer.Offer;

/** Messages between nodes, with the longest content that each may have. */
public enum MessageType {
    /** Both sides, first: the protocol's version (u16). */
    HELLO(1, 2),
    /** Accepts an invitation: its token. */
    JOIN(2, 64),
    /** The offer and the budget, as JSON. */
    JOINED(3, 16 << 10),
    /** Asks for so many bytes (u32), to measure the way. */
    PROBE(4, 4),
    /** Bytes of no meaning. */
    PROBED(5, 1 << 20),
    /** Asks for sealed passages: the snapshot (32 bytes), the first and how many (u32 each). */
    SYNC(6, 40),
    /** Sealed passages. */
    SLOTS(7, 64 * Offer.LARGEST_SLOT),
    /** The snapshot (32 bytes), then an encrypted query. */
    QUERY(8, 64 << 20),
    /** How many queries are left (u32), then an encrypted answer. */
    ANSWER(9, 1 << 30),
    /** Begins an oblivious transfer of the snapshot's keys: the snapshot (32 bytes). */
    OPEN(10, 32),
    /** The sender's opening. */
    OPENING(11, 128),
    /** The receiver's choices. */
    CHOOSE(12, 8 << 10),
    /** Asks for keys by numbers: the snapshot (32 bytes), the mode (u8), numbers (u32 each). */
    NAME(13, 8 << 10),
    /** Keys: the sender's answer, or one after the other. */
    KEYS(14, 1 << 30),
    /** What was asked is not done: a code, a line's end, what to do. */
    REFUSED(15, 4 << 10),
    /** Begins an audit of keys: the snapshot (32 bytes), then commitments. The query is counted from here on. */
    COMMIT(16, 16 << 10),
    /** Which of the keys is to be used. */
    CHALLENGE(17, 64),
    /** The others, opened. */
    OPENED(18, 8 << 10),
    /** They were in order: a query under the chosen key may follow. */
    PASSED(19, 0);

    private final int id;
    private final int longest;

    MessageType(int id, int longest) {
        this.id = id;
        this.longest = longest;
    }

    int id() {
        return id;
    }

    int longest() {
        return longest;
    }
}
