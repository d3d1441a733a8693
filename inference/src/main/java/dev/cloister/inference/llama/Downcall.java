package dev.cloister.inference.llama;

/** Runs a method handle's call; what a downcall may declare but never throws becomes an error. */
final class Downcall {

    private Downcall() {}

    interface Body<T> {
        T run() throws Throwable;
    }

    static <T> T call(Body<T> body) {
        try {
            return body.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call failed", e);
        }
    }
}
