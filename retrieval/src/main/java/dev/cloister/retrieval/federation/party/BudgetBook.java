package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Counts what each party asked, in a {@link CountLog}: an instant, a party and a query's hash a line. A query is on the
 * disk before it is answered, and counts whether or not the answer arrived; the same query counts each time.
 */
public final class BudgetBook implements AutoCloseable {

    private static final String FILE = "budget.log";

    private final Path file;
    private final CountLog log;
    private final InstantSource clock;

    /** @throws RetrievalException FEDERATION_STATE_UNAVAILABLE */
    public BudgetBook(Path folder, InstantSource clock) {
        this.file = folder.resolve(FILE);
        this.clock = clock;
        try {
            log = CountLog.open(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** How many queries the guest has left in this period, as a file says that another process may write. */
    public static int left(Path folder, Guest guest, Instant now) {
        try {
            return left(CountLog.read(folder.resolve(FILE)), guest, now);
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.FEDERATION_STATE_UNAVAILABLE, "The book of budgets in " + folder + " cannot be read.", e);
        }
    }

    /** How many queries the guest has left in this period. */
    public synchronized int left(Guest guest) {
        return left(log.counted(), guest, clock.instant());
    }

    /**
     * Counts a query.
     *
     * @return how many are left now
     * @throws RetrievalException FEDERATION_BUDGET_SPENT, and FEDERATION_STATE_UNAVAILABLE where it cannot be written down: then
     *     it is not answered either
     */
    public synchronized int take(Guest guest, String queryId) {
        int left = left(guest);
        requireLeft(guest);
        try {
            log.add(clock.instant(), guest.id().toString(), queryId);
        } catch (IOException e) {
            throw unavailable(e);
        }
        return left - 1;
    }

    /** @throws RetrievalException FEDERATION_BUDGET_SPENT where the guest has no query left */
    public synchronized void requireLeft(Guest guest) {
        if (inAll(log.counted(), guest) >= Budget.MOST_OF_A_STRANGER && !guest.trusted()) {
            throw new RetrievalException(
                    Code.FEDERATION_BUDGET_SPENT,
                    "A party that is not trusted may ask " + Budget.MOST_OF_A_STRANGER
                            + " times in all, since scores leak. Ask the owner for more trust.");
        }
        if (left(guest) <= 0) {
            throw new RetrievalException(
                    Code.FEDERATION_BUDGET_SPENT,
                    "All " + guest.budget().queries() + " queries of this period of "
                            + guest.budget().period().toDays() + " days are used up. The next is free at "
                            + guest.budget().nextFree(asked(log.counted(), guest), clock.instant()) + ".");
        }
    }

    @Override
    public synchronized void close() {
        try {
            log.close();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static int left(Map<String, List<Instant>> counted, Guest guest, Instant now) {
        long left = guest.budget().left(asked(counted, guest), now);
        if (!guest.trusted()) {
            left = Math.min(left, Budget.MOST_OF_A_STRANGER - inAll(counted, guest));
        }
        return (int) Math.max(0, left);
    }

    private static long inAll(Map<String, List<Instant>> counted, Guest guest) {
        return asked(counted, guest).size();
    }

    private static List<Instant> asked(Map<String, List<Instant>> counted, Guest guest) {
        return counted.getOrDefault(guest.id().toString(), List.of());
    }

    private RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE,
                "The book of budgets " + file + " cannot be read or written, so no query is answered.",
                cause);
    }
}
