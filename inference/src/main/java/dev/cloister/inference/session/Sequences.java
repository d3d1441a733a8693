package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.StateBuffer;
import dev.cloister.inference.session.Place.Holding.Idle;
import dev.cloister.inference.session.Place.Holding.Nothing;
import dev.cloister.inference.session.Place.Holding.Running;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who holds which of the context's sequences. After an answer the whole chunks of its prompt stay in its sequence, for
 * the next request of the same tenant, user and app alone; when another answer needs the sequence they are sealed and
 * leave the context. Answer tokens never stay: they were computed one by one, and a prompt that holds them is computed
 * in chunks, which gives other bits. For one thread, that of the scheduler.
 */
final class Sequences {

    private final LlamaContext context;
    private final int chunkTokens;
    private final SealedStates store;
    private final StateBuffer buffer = new StateBuffer();
    private final List<Place> places;
    private int stopped;
    private long ends;
    private boolean moved;

    Sequences(LlamaContext context, int chunkTokens, SealedStates store) {
        this.context = context;
        this.chunkTokens = chunkTokens;
        this.store = store;
        places = IntStream.range(0, context.settings().sequences())
                .mapToObj(Place::new)
                .toList();
    }

    /**
     * What is held beside running answers.
     *
     * @param resident idle sessions in the context
     * @param swapped idle sessions and stopped answers outside it alone
     * @param swappedBytes of all states outside, those sealed ahead too
     */
    record Usage(int resident, int swapped, long swappedBytes) {}

    Usage usage() {
        int twice = (int) idle().filter(this::isSealed).count();
        return new Usage((int) idle().count(), store.idle().size() - twice + stopped, store.bytes());
    }

    /** Whether an answer can have a sequence without another's being stopped. */
    boolean hasRoom() {
        return places.stream().anyMatch(place -> !(place.holding() instanceof Running));
    }

    /** The places of running answers, in the order of their sequences. */
    List<Place> running() {
        return places.stream()
                .filter(place -> place.holding() instanceof Running)
                .toList();
    }

    static Ticket ticket(Place place) {
        if (place.holding() instanceof Running running) {
            return running.ticket();
        }
        throw new IllegalStateException("no answer runs in sequence " + place.sequence());
    }

    /**
     * Gives an answer a sequence, with as much of its prompt as is at hand. There must be room.
     *
     * @return whether states were moved for it, which takes about as long as a chunk
     */
    boolean give(Ticket ticket) {
        moved = false;
        Place place = ticket.stopped().map(state -> resume(ticket, state)).orElseGet(() -> begin(ticket));
        place.hold(new Running(ticket));
        return moved;
    }

    /** An answer's end; its sequence is free then. */
    void end(Place place) {
        Ticket ticket = ticket(place);
        int whole = ticket.forgotten() ? 0 : ticket.answer().prefilled() / chunkTokens;
        Prefix prefix = ticket.prefix().first(whole);
        Session owner = ticket.session();
        place.empty();
        boolean known = idleOf(owner).anyMatch(other -> idle(other).prefix().covers(prefix));
        if (whole == 0 || known || !context.truncate(place.sequence(), whole * chunkTokens)) {
            context.clear(place.sequence());
            return;
        }
        idleOf(owner).filter(other -> prefix.covers(idle(other).prefix())).forEach(this::clear);
        store.drop(state -> state.owner().equals(owner)
                && prefix.covers(state.prefix())
                && state.prefix().size() < prefix.size());
        place.hold(new Idle(owner, prefix, ++ends));
    }

    /** Whether fewer places than half of them are empty or could be emptied without moving a state. */
    boolean wantsSealing() {
        return places.stream().filter(this::emptiesAtOnce).count() < (places.size() + 1) / 2
                && longestIdleUnsealed().isPresent();
    }

    /** Seals what has been idle longest but leaves it where it is, so that a newcomer need not wait for that. */
    void sealAhead() {
        longestIdleUnsealed().ifPresent(this::seal);
    }

    /** Takes a running answer out of its sequence, to go on later bit for bit; false where there is no memory for it. */
    boolean stop(Place place) {
        Ticket ticket = ticket(place);
        if (!store.hasRoomFor(context.stateBytes(place.sequence()))) {
            return false;
        }
        context.save(place.sequence(), buffer);
        Optional<SealedState> state = store.seal(ticket.session(), ticket.prefix(), buffer);
        state.ifPresent(one -> {
            ticket.stopWith(one);
            stopped++;
            clear(place);
        });
        return state.isPresent();
    }

    /** A stopped answer that is not to go on. */
    void abandon(Ticket ticket) {
        ticket.stopped().ifPresent(state -> {
            store.free(state);
            ticket.goOn();
            stopped--;
        });
    }

    /** Drops what is kept of idle sessions. */
    void forget(Predicate<Session> which) {
        idle().filter(place -> which.test(idle(place).owner())).forEach(this::clear);
        store.drop(state -> which.test(state.owner()));
    }

    private Place resume(Ticket ticket, SealedState state) {
        Place place = vacate(Optional.empty());
        if (!bring(state, place)) {
            throw new IllegalStateException("the state of a stopped answer was damaged in memory");
        }
        store.free(state);
        ticket.goOn();
        stopped--;
        return place;
    }

    private Place begin(Ticket ticket) {
        // The last token is always computed, since its logits are wanted.
        int reusable = Math.min(ticket.prefix().size(), (ticket.answer().promptTokens() - 1) / chunkTokens);
        Prefix wanted = ticket.prefix().first(reusable);
        Comparator<Place> byCommon =
                Comparator.comparingInt(place -> wanted.common(idle(place).prefix()));
        Comparator<SealedState> byCommonOutside = Comparator.comparingInt(state -> wanted.common(state.prefix()));
        Optional<Place> inside = idleOf(ticket.session()).max(byCommon);
        Optional<SealedState> away = store.idle().stream()
                .filter(state -> state.owner().equals(ticket.session()))
                .max(byCommonOutside);
        int near = inside.map(place -> wanted.common(idle(place).prefix())).orElse(0);
        int far = away.map(state -> wanted.common(state.prefix())).orElse(0);
        if (far > near) {
            return away.map(state -> bringBack(ticket, state, far)).orElseThrow();
        }
        if (near > 0) {
            return inside.map(place -> takeOver(ticket, place, near)).orElseThrow();
        }
        return vacate(Optional.empty());
    }

    private Place bringBack(Ticket ticket, SealedState state, int chunks) {
        store.take(state);
        Place place = vacate(Optional.empty());
        boolean whole = bring(state, place);
        if (whole) {
            cut(ticket, place, chunks);
        }
        if (whole && chunks < state.prefix().size()) {
            store.keep(state);
        } else {
            store.free(state);
        }
        return place;
    }

    /** What is not of this prompt stays, in another sequence or outside: it may be another chat of the same session. */
    private Place takeOver(Ticket ticket, Place source, int chunks) {
        if (chunks == idle(source).prefix().size()) {
            return cut(ticket, source, chunks);
        }
        Place place = vacate(Optional.of(source));
        if (place == source) {
            return begin(ticket);
        }
        context.save(source.sequence(), buffer);
        return bringBuffered(place) ? cut(ticket, place, chunks) : place;
    }

    private Place cut(Ticket ticket, Place place, int chunks) {
        int tokens = chunks * chunkTokens;
        if (context.truncate(place.sequence(), tokens)) {
            ticket.answer().cachedUpTo(tokens);
        } else {
            context.clear(place.sequence());
        }
        return place;
    }

    private boolean bring(SealedState state, Place place) {
        return store.open(state, buffer) && bringBuffered(place);
    }

    private boolean bringBuffered(Place place) {
        moved = true;
        try {
            return context.restore(place.sequence(), buffer);
        } finally {
            buffer.wipe();
        }
    }

    /** An empty place; else that which has been idle longest, what it holds sealed first; the last one only if need be. */
    private Place vacate(Optional<Place> last) {
        Optional<Place> empty = places.stream()
                .filter(place -> place.holding() instanceof Nothing)
                .findFirst();
        if (empty.isPresent()) {
            return empty.get();
        }
        Place place = idle().min(Comparator.<Place, Boolean>comparing(
                                one -> last.filter(one::equals).isPresent())
                        .thenComparingLong(one -> idle(one).since()))
                .orElseThrow(() -> new IllegalStateException("all sequences run answers"));
        if (!isSealed(place) && store.hasRoomFor(context.stateBytes(place.sequence()))) {
            moved = true;
            seal(place);
        }
        clear(place);
        return place;
    }

    private void seal(Place place) {
        Idle idle = idle(place);
        context.save(place.sequence(), buffer);
        store.seal(idle.owner(), idle.prefix(), buffer).ifPresent(store::keep);
    }

    /** Whether what an idle place holds lies outside too. */
    private boolean isSealed(Place place) {
        Idle idle = idle(place);
        return store.idle().stream()
                .anyMatch(state ->
                        state.owner().equals(idle.owner()) && state.prefix().covers(idle.prefix()));
    }

    private boolean emptiesAtOnce(Place place) {
        return switch (place.holding()) {
            case Nothing nothing -> true;
            case Idle idle -> isSealed(place);
            case Running running -> false;
        };
    }

    /** Only where there is room for it without another's being dropped. */
    private Optional<Place> longestIdleUnsealed() {
        return idle().filter(place -> !isSealed(place))
                .filter(place -> store.hasFreeRoomFor(context.stateBytes(place.sequence())))
                .min(Comparator.comparingLong(place -> idle(place).since()));
    }

    private void clear(Place place) {
        context.clear(place.sequence());
        place.empty();
    }

    private Stream<Place> idle() {
        return places.stream().filter(place -> place.holding() instanceof Idle);
    }

    private Stream<Place> idleOf(Session owner) {
        return idle().filter(place -> idle(place).owner().equals(owner));
    }

    private static Idle idle(Place place) {
        if (place.holding() instanceof Idle idle) {
            return idle;
        }
        throw new IllegalStateException("sequence " + place.sequence() + " is not idle");
    }
}
