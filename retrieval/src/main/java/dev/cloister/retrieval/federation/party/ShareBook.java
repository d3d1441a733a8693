package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How this node's accounts share what it may ask of others: each a part of the budget that the node has with a party, and a few
 * searches at a time. What was asked stands in a {@link CountLog}, an instant, an account and a party a line.
 */
public final class ShareBook implements AutoCloseable {

    private final Path file;
    private final CountLog log;
    private final InstantSource clock;
    private final int percent;
    private final int searches;
    private final Map<String, Integer> claimed = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();

    /**
     * Opens it.
     *
     * @param percent of a party's budget that is an account's, 1 to 100; rounded up to whole queries
     * @param searches that an account may run at once
     * @throws RetrievalException FEDERATION_STATE_UNAVAILABLE
     */
    public ShareBook(Path folder, InstantSource clock, int percent, int searches) {
        if (percent < 1 || percent > 100 || searches < 1) {
            throw new IllegalArgumentException("A share has 1 to 100 per cent, and one search at least");
        }
        this.file = folder.resolve("shares.log");
        this.clock = clock;
        this.percent = percent;
        this.searches = searches;
        try {
            log = CountLog.open(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * An account's share.
     *
     * @param account an id without spaces
     * @param whole whether all of the budget is its, as an administrator's
     */
    public Share of(String account, boolean whole) {
        return new Share(this, account, whole);
    }

    /** How many queries of a budget are the account's. */
    synchronized int most(Share share, Budget budget) {
        return share.whole() ? budget.queries() : Math.ceilDiv(budget.queries() * percent, 100);
    }

    /** How many of them are left, as far as others have not used them up. */
    synchronized int left(Share share, Host host) {
        Budget budget = host.agreedBudget();
        Instant now = clock.instant();
        long own = most(share, budget) - used(share.account() + "/" + host.id(), budget, now);
        long all = log.counted().keySet().stream()
                .filter(key -> key.endsWith("/" + host.id()))
                .mapToLong(key -> used(key, budget, now))
                .sum();
        return (int) Math.max(0, Math.min(own, budget.queries() - all));
    }

    /**
     * Sets a query aside.
     *
     * @throws RetrievalException FEDERATION_SHARE_SPENT
     */
    synchronized void claim(Share share, Host host) {
        String key = share.account() + "/" + host.id();
        Budget budget = host.agreedBudget();
        Instant now = clock.instant();
        if (!share.whole() && used(key, budget, now) >= most(share, budget)) {
            throw new RetrievalException(
                    Code.FEDERATION_SHARE_SPENT,
                    "Your account has asked it " + most(share, budget) + " times in "
                            + budget.period().toDays() + " days, which is your share of the " + budget.queries()
                            + " queries of this node. The next is free at "
                            + budget.nextFree(log.counted().getOrDefault(key, List.of()), now)
                            + ". Nothing was asked of it; an administrator may ask more.");
        }
        claimed.merge(key, 1, Integer::sum);
    }

    /** The query that was set aside was counted by the party, or may have been. */
    synchronized void use(Share share, Host host) {
        String key = share.account() + "/" + host.id();
        try {
            log.add(clock.instant(), key, "-");
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            release(share, host);
        }
    }

    /** The query that was set aside was not asked. */
    synchronized void release(Share share, Host host) {
        claimed.computeIfPresent(share.account() + "/" + host.id(), (key, count) -> count == 1 ? null : count - 1);
    }

    /** @throws RetrievalException FEDERATION_ACCOUNT_BUSY */
    synchronized void begin(Share share) {
        if (running.getOrDefault(share.account(), 0) >= searches) {
            throw new RetrievalException(
                    Code.FEDERATION_ACCOUNT_BUSY,
                    "Your account runs " + searches
                            + " searches already. Nothing was asked. Wait until one has ended.");
        }
        running.merge(share.account(), 1, Integer::sum);
    }

    synchronized void end(Share share) {
        running.computeIfPresent(share.account(), (key, count) -> count == 1 ? null : count - 1);
    }

    private long used(String key, Budget budget, Instant now) {
        return budget.used(log.counted().getOrDefault(key, List.of()), now) + claimed.getOrDefault(key, 0);
    }

    @Override
    public synchronized void close() {
        try {
            log.close();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE,
                "The book of shares " + file + " cannot be read or written, so nobody here can ask.",
                cause);
    }
}
