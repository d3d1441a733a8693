package dev.cloister.inference;

import java.time.Duration;
import java.util.Optional;

/** What went wrong in the engine, with a stable code and a message that says what to do. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient Optional<Duration> retryAfter;

    /** Stable codes, shown to users. */
    public enum Code {
        /** A parameter is out of range. */
        INVALID_REQUEST,
        /** Prompt and answer do not fit into the context. */
        PROMPT_TOO_LONG,
        /** A regular expression or a grammar cannot be understood. */
        GRAMMAR_INVALID,
        /** A JSON Schema holds a keyword that is not supported. */
        SCHEMA_UNSUPPORTED,
        /** The model's chat template is not known to the library. */
        TEMPLATE_UNKNOWN,
        /** Too many requests wait. */
        QUEUE_FULL,
        /** The model file is missing, truncated or not the one that was agreed. */
        MODEL_INVALID,
        /** The model file is whole, but of an architecture or a tokenizer that the native library does not know. */
        MODEL_UNSUPPORTED,
        /** The native library is missing or not the pinned one. */
        LIBRARY_MISMATCH,
        /** The worker process ended in mid-answer; it is started again. */
        ENGINE_CRASHED,
        /** The worker could not be started. */
        ENGINE_UNAVAILABLE,
        /** The model that is served cannot do what was asked; another one could. */
        NOT_SUPPORTED,
        /** The server that runs the model refused our key, does not know the model, or cannot be reached. */
        SERVER_REFUSED,
        /** The server that runs the model failed, broke off or sent what makes no sense. */
        SERVER_FAILED
    }

    public EngineException(Code code, String message) {
        super(message);
        this.code = code;
        retryAfter = Optional.empty();
    }

    public EngineException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        retryAfter = Optional.empty();
    }

    private EngineException(Code code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = Optional.of(retryAfter);
    }

    /** Too many requests wait; there may be room after that time. */
    public static EngineException busy(String message, Duration retryAfter) {
        return new EngineException(Code.QUEUE_FULL, message, retryAfter);
    }

    /** When it may be tried again; only of QUEUE_FULL. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Code code() {
        return code;
    }
}
