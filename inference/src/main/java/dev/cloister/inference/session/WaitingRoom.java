package dev.cloister.inference.session;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Requests without a sequence, and what every tenant and user has had so far. Any thread may bring a request; the
 * scheduler's thread takes them out, and sleeps here while there are none.
 */
final class WaitingRoom {

    private final SchedulerSettings settings;
    private final Pace pace = new Pace();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<Runnable> errands = new ArrayList<>();
    private final Share all = new Share();
    private long arrivals;
    private boolean closed;

    WaitingRoom(SchedulerSettings settings) {
        this.settings = settings;
    }

    /** What has come up between two steps. */
    record Due(List<Runnable> errands, List<Ticket> cancelled, boolean closed) {}

    /** How fast answers end. */
    Pace pace() {
        return pace;
    }

    /**
     * Lets a request in.
     *
     * @throws EngineException QUEUE_FULL
     */
    void enter(Answer answer, Session session, Prefix prefix) {
        lock.lock();
        try {
            requireRoom(session);
            Share tenant = all.enter(session.tenant());
            Share user = tenant.enter(session.user());
            tickets.add(new Ticket(answer, session, prefix, ++arrivals, tenant, user));
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a stopped answer wait, whatever the room. */
    void goBack(Ticket ticket) {
        lock.lock();
        try {
            tickets.add(ticket);
        } finally {
            lock.unlock();
        }
    }

    /** Work between two steps, for the scheduler's thread. */
    void errand(Runnable errand) {
        lock.lock();
        try {
            errands.add(errand);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the scheduler's sleep and its work. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes out what is due.
     *
     * @param busy whether answers run; where none do it sleeps until there is something
     */
    Due due(boolean busy) {
        lock.lock();
        try {
            while (!closed && !busy && tickets.isEmpty() && errands.isEmpty()) {
                work.awaitUninterruptibly();
            }
            List<Runnable> todo = List.copyOf(errands);
            errands.clear();
            List<Ticket> cancelled = new ArrayList<>();
            tickets.removeIf(ticket -> (closed || ticket.answer().cancelled()) && cancelled.add(ticket));
            return new Due(todo, cancelled, closed);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out whose turn it is. */
    Optional<Ticket> next() {
        lock.lock();
        try {
            Optional<Ticket> next = tickets.stream().min(Ticket.BY_SHARE);
            next.ifPresent(tickets::remove);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Those that wait, whose turn it is first. */
    List<Ticket> inOrder() {
        lock.lock();
        try {
            return tickets.stream().sorted(Ticket.BY_SHARE).toList();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return tickets.size();
        } finally {
            lock.unlock();
        }
    }

    void charge(List<Ticket> served, int tokens) {
        lock.lock();
        try {
            served.forEach(ticket -> ticket.charge(tokens));
        } finally {
            lock.unlock();
        }
    }

    /** A request is done: it has ended, or is not wanted any longer. */
    void leave(Ticket ticket) {
        lock.lock();
        try {
            ticket.tenant().leave(ticket.user());
            all.leave(ticket.tenant());
        } finally {
            lock.unlock();
        }
    }

    private void requireRoom(Session session) {
        long ahead = count(ticket -> true);
        if (ahead >= settings.waiting()) {
            throw EngineException.busy(
                    "%d requests wait already; try again later.".formatted(ahead), pace.untilEnds(1));
        }
        long own = count(ticket -> ticket.session().tenant().equals(session.tenant())
                && ticket.session().user().equals(session.user()));
        if (own >= settings.waitingPerUser()) {
            long users = tickets.stream().map(Ticket::user).distinct().count();
            throw EngineException.busy(
                    "%d of your requests wait already; try again later.".formatted(own), pace.untilEnds(users));
        }
    }

    /** Requests that have not begun and are still wanted; a cancelled one leaves at the next step. */
    private long count(Predicate<Ticket> which) {
        return tickets.stream()
                .filter(ticket -> ticket.stopped().isEmpty() && !ticket.answer().cancelled())
                .filter(which)
                .count();
    }
}
