package dev.cloister.inference.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Requests without a sequence. */
final class WaitingRoom {

    private final List<Ticket> tickets = new ArrayList<>();

    void add(Ticket ticket) {
        tickets.add(ticket);
    }

    void remove(Ticket ticket) {
        tickets.remove(ticket);
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    int size() {
        return tickets.size();
    }

    /** Requests that have not begun and are still wanted. */
    long count(Predicate<Ticket> which) {
        return tickets.stream()
                .filter(ticket -> ticket.stopped().isEmpty() && !ticket.answer().cancelled())
                .filter(which)
                .count();
    }

    /** Users who wait. */
    long users() {
        return tickets.stream().map(Ticket::user).distinct().count();
    }

    List<Ticket> inOrder() {
        return tickets.stream().sorted(Ticket.BY_SHARE).toList();
    }

    List<Ticket> takeCancelled() {
        List<Ticket> cancelled = new ArrayList<>();
        tickets.removeIf(ticket -> ticket.answer().cancelled() && cancelled.add(ticket));
        return cancelled;
    }

    List<Ticket> all() {
        return List.copyOf(tickets);
    }
}
