package dev.cloister.watermark;

/** What went wrong with a mark or its keys, with a stable code and a message that says what to do. */
public final class WatermarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable codes, shown to users. */
    public enum Code {
        /** The master key's file is missing, unreadable, of the wrong length, or open to other users. */
        MASTER_KEY_INVALID,
        /** A key's name part is empty. */
        KEY_NAME_INVALID,
        /** Gamma or delta is out of range. */
        PARAMETERS_INVALID,
        /** A benchmark got too little text to say anything. */
        BENCHMARK_TEXT_TOO_SHORT,
        /** The benchmark's human text is missing or not the pinned one. */
        BENCHMARK_TEXT_INVALID
    }

    public WatermarkException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public WatermarkException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
