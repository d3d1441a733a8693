package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import java.util.Comparator;
import java.util.Optional;

/** An answer's place in the queue and in the cache, from its arrival to its end. */
final class Ticket {

    /** Who has had least comes first. */
    static final Comparator<Ticket> BY_SERVED = Comparator.<Ticket>comparingLong(
                    ticket -> ticket.tenant().served())
            .thenComparingLong(ticket -> ticket.user().served())
            .thenComparingLong(Ticket::arrival);

    /** Who holds most comes last, and of his answers the latest. */
    static final Comparator<Ticket> BY_HELD = Comparator.<Ticket>comparingInt(
                    ticket -> ticket.tenant().held())
            .thenComparingInt(ticket -> ticket.user().held())
            .thenComparingLong(Ticket::arrival);

    /**
     * Who holds fewest comes first; of several the one who has had least: tenants first, then the users of one, then
     * by arrival.
     */
    static final Comparator<Ticket> BY_SHARE = Comparator.<Ticket>comparingInt(
                    ticket -> ticket.tenant().held())
            .thenComparingLong(ticket -> ticket.tenant().served())
            .thenComparingInt(ticket -> ticket.user().held())
            .thenComparingLong(ticket -> ticket.user().served())
            .thenComparingLong(Ticket::arrival);

    private final Answer answer;
    private final Session session;
    private final Prefix prefix;
    private final long arrival;
    private final Share tenant;
    private final Share user;
    private Optional<SealedState> stopped = Optional.empty();
    private boolean forgotten;

    /**
     * @param prefix the prompt's whole chunks
     * @param arrival counts requests
     */
    Ticket(Answer answer, Session session, Prefix prefix, long arrival, Share tenant, Share user) {
        this.answer = answer;
        this.session = session;
        this.prefix = prefix;
        this.arrival = arrival;
        this.tenant = tenant;
        this.user = user;
    }

    Answer answer() {
        return answer;
    }

    Session session() {
        return session;
    }

    Prefix prefix() {
        return prefix;
    }

    long arrival() {
        return arrival;
    }

    Share tenant() {
        return tenant;
    }

    Share user() {
        return user;
    }

    void charge(long tokens) {
        tenant.charge(tokens);
        user.charge(tokens);
    }

    void hold(int sequences) {
        tenant.hold(sequences);
        user.hold(sequences);
    }

    /** Whether the other's tenant, or of the same tenant its user, would hold no more than it after taking over one of its sequences. */
    boolean holdsMoreThan(Ticket other) {
        return tenant == other.tenant ? user.held() >= other.user.held() + 2 : tenant.held() >= other.tenant.held() + 2;
    }

    /** Where the answer was stopped in the middle: what its sequence held. */
    Optional<SealedState> stopped() {
        return stopped;
    }

    void stopWith(SealedState state) {
        stopped = Optional.of(state);
    }

    void goOn() {
        stopped = Optional.empty();
    }

    /** Nothing of this answer is to be kept once it ends. */
    void forget() {
        forgotten = true;
    }

    boolean forgotten() {
        return forgotten;
    }
}
