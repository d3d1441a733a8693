package dev.cloister.inference.llama;

/** A tap failed in mid-decode. The decode itself was completed, so the context stays usable. */
public final class TapFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TapFailure(Throwable cause) {
        super(cause);
    }
}
