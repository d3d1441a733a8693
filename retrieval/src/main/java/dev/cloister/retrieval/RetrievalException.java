package dev.cloister.retrieval;

/** What went wrong with a document or the index, with a stable code and a message that says what to do. */
public final class RetrievalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable codes, shown to users. */
    public enum Code {
        /** The file is damaged, encrypted, or not of the type that its name says. */
        DOCUMENT_UNREADABLE,
        /** The file, its text or its number of pages is over the limit. */
        DOCUMENT_TOO_LARGE,
        /** The sandboxed parser crashed, ran out of time or memory, or did not keep to its protocol. */
        DOCUMENT_PARSER_FAILED,
        /** A query, passage or vector does not fit the index. */
        REQUEST_INVALID,
        /** The index cannot be read or written. */
        INDEX_UNAVAILABLE,
        /** A vector cannot be searched by: another length, no finite number, too long. */
        VECTOR_INVALID,
        /** An encrypted query or answer is of a version, of parameters or of a shape that cannot be worked with here. */
        RING_PARAMETERS_UNSUPPORTED,
        /** An encrypted query or answer is not in its format. */
        RING_MESSAGE_MALFORMED,
        /** An encrypted query or answer is longer than it may be. */
        RING_MESSAGE_TOO_LARGE,
        /** An encrypted query holds a number that is not below its prime. */
        RING_RESIDUE_OUT_OF_RANGE,
        /** An encrypted query or answer holds a polynomial of zeros. */
        RING_POLYNOMIAL_ZERO,
        /** An encrypted answer belongs to another query. */
        RING_ANSWER_FOREIGN,
        /** A querier's key was not made as the protocol says, or opened other than it was committed to. */
        RING_KEY_REFUSED,
        /** The other node speaks another version of the protocol. */
        FEDERATION_PROTOCOL_UNSUPPORTED,
        /** A message between nodes is not in its format, or not what was due. */
        FEDERATION_MESSAGE_MALFORMED,
        /** The party is not invited, or was shut out. */
        FEDERATION_PARTY_REFUSED,
        /** An invitation is used up, over, or none. */
        FEDERATION_INVITATION_INVALID,
        /** The party has asked as often as it may in this period. */
        FEDERATION_BUDGET_SPENT,
        /** The account has asked the party as often as its share of this node's budget allows in this period. */
        FEDERATION_SHARE_SPENT,
        /** The account runs as many searches across parties as it may at once. */
        FEDERATION_ACCOUNT_BUSY,
        /** The snapshot is no longer offered, or another than was agreed on. */
        FEDERATION_OFFER_GONE,
        /** The node has as much to do as it takes on. */
        FEDERATION_BUSY,
        /** The node's heap does not hold its own snapshot in the form in which it is searched. */
        FEDERATION_MEMORY_SHORT,
        /** A party cannot be reached, broke off, or is not who it was. */
        FEDERATION_UNREACHABLE,
        /** A party's scores are none that vectors could have. */
        FEDERATION_ANSWER_IMPOSSIBLE,
        /** What the node keeps of itself, of parties or of snapshots cannot be read or written. */
        FEDERATION_STATE_UNAVAILABLE,
        /** Microsoft SEAL's library is missing or not the one that is known. */
        SEAL_UNAVAILABLE
    }

    public RetrievalException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public RetrievalException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
