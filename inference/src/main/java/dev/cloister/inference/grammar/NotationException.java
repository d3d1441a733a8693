package dev.cloister.inference.grammar;

/** A pattern or grammar that cannot be read; the message says where and why. */
final class NotationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotationException(String what) {
        super(what);
    }
}
