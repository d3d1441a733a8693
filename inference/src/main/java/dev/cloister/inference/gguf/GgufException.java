package dev.cloister.inference.gguf;

import java.io.IOException;

/** A file is no GGUF file, or a damaged one; the message says what is wrong with it. */
public final class GgufException extends IOException {

    private static final long serialVersionUID = 1L;

    public GgufException(String message) {
        super(message);
    }
}
