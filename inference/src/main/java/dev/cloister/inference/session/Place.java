package dev.cloister.inference.session;

import dev.cloister.inference.Session;

/** One of the context's sequences. */
final class Place {

    /** What a sequence holds. */
    sealed interface Holding {

        record Nothing() implements Holding {}

        /**
         * The beginning of an idle session's prompt.
         *
         * @param since counts ends of answers
         */
        record Idle(Session owner, Prefix prefix, long since) implements Holding {}

        record Running(Ticket ticket) implements Holding {}
    }

    private static final Holding NOTHING = new Holding.Nothing();

    private final int sequence;
    private Holding holding = NOTHING;

    Place(int sequence) {
        this.sequence = sequence;
    }

    int sequence() {
        return sequence;
    }

    Holding holding() {
        return holding;
    }

    void hold(Holding now) {
        holding = now;
    }

    void empty() {
        holding = NOTHING;
    }
}
