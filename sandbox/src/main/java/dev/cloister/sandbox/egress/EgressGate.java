package dev.cloister.sandbox.egress;

/**
 * Whether anything may leave a spoke now: while one of its calls is carried out that its user allowed, and never else. A
 * closing gate ends what is under way.
 */
public final class EgressGate {

    private final boolean barred;
    private final Runnable onClose;
    private int openings;

    /**
     * @param barred whether it stays shut whatever happens
     * @param onClose ends what is under way
     */
    EgressGate(boolean barred, Runnable onClose) {
        this.barred = barred;
        this.onClose = onClose;
    }

    /** The gate of a spoke that has no way out. */
    public static EgressGate none() {
        return new EgressGate(true, () -> {});
    }

    /** A call's way out, which is not open yet. */
    public Passage passage() {
        return new Passage();
    }

    synchronized boolean isOpen() {
        return openings > 0 && !barred;
    }

    private synchronized void opened() {
        openings++;
    }

    private void closed() {
        boolean last;
        synchronized (this) {
            openings--;
            last = openings == 0;
        }
        if (last) {
            onClose.run();
        }
    }

    /** The time of one call. */
    public final class Passage implements AutoCloseable {

        private boolean open;

        private Passage() {}

        /** Lets the app out from now on: its user allowed the call. */
        public void open() {
            if (!open) {
                open = true;
                opened();
            }
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                closed();
            }
        }
    }
}
