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
        INDEX_UNAVAILABLE
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
