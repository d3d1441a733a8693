package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what each party asked, in a file that only grows: an instant, a party and a query's hash a line. A query is on the
 * disk before it is answered, and counts whether or not the answer arrived; the same query counts each time.
 */
public final class BudgetBook implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final InstantSource clock;
    private final Map<PartyId, List<Instant>> asked = new HashMap<>();

    /** @throws RetrievalException FEDERATION_STATE_UNAVAILABLE */
    public BudgetBook(Path folder, InstantSource clock) {
        this.file = folder.resolve("budget.log");
        this.clock = clock;
        try {
            read(file);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            if (channel.tryLock() == null) {
                throw new IOException("another node counts there");
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** How many queries the guest has left in this period, as a file says that another process may write. */
    public static int left(Path folder, Guest guest, Instant now) {
        Map<PartyId, List<Instant>> asked = new HashMap<>();
        try {
            readInto(folder.resolve("budget.log"), asked);
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.FEDERATION_STATE_UNAVAILABLE, "The book of budgets in " + folder + " cannot be read.", e);
        }
        return left(asked, guest, now);
    }

    /** How many queries the guest has left in this period. */
    public synchronized int left(Guest guest) {
        return left(asked, guest, clock.instant());
    }

    /**
     * Counts a query.
     *
     * @return how many are left now
     * @throws RetrievalException FEDERATION_BUDGET_SPENT, and FEDERATION_STATE_UNAVAILABLE where it cannot be written down: then
     *     it is not answered either
     */
    public synchronized int take(Guest guest, String queryId) {
        Instant now = clock.instant();
        int left = left(guest);
        requireLeft(guest);
        ByteBuffer line = ByteBuffer.wrap(
                ("\n" + now + " " + guest.id() + " " + queryId + "\n").getBytes(StandardCharsets.US_ASCII));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw unavailable(e);
        }
        asked.computeIfAbsent(guest.id(), key -> new ArrayList<>()).add(now);
        return left - 1;
    }

    /** @throws RetrievalException FEDERATION_BUDGET_SPENT where the guest has no query left */
    public synchronized void requireLeft(Guest guest) {
        Instant now = clock.instant();
        if (inAll(asked, guest) >= Budget.MOST_OF_A_STRANGER && !guest.trusted()) {
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
                            + nextFree(guest, now) + ".");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private Instant nextFree(Guest guest, Instant now) {
        return asked.getOrDefault(guest.id(), List.of()).stream()
                .map(when -> when.plus(guest.budget().period()))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(now.plus(guest.budget().period()));
    }

    private static int left(Map<PartyId, List<Instant>> asked, Guest guest, Instant now) {
        Instant since = now.minus(guest.budget().period());
        long used = asked.getOrDefault(guest.id(), List.of()).stream()
                .filter(when -> when.isAfter(since))
                .count();
        long left = guest.budget().queries() - used;
        if (!guest.trusted()) {
            left = Math.min(left, Budget.MOST_OF_A_STRANGER - inAll(asked, guest));
        }
        return (int) Math.max(0, left);
    }

    private static long inAll(Map<PartyId, List<Instant>> asked, Guest guest) {
        return asked.getOrDefault(guest.id(), List.of()).size();
    }

    private void read(Path from) throws IOException {
        readInto(from, asked);
    }

    /** A line that a crash cut off was never answered. */
    private static void readInto(Path file, Map<PartyId, List<Instant>> asked) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3) {
                continue;
            }
            try {
                Instant when = Instant.parse(parts[0]);
                asked.computeIfAbsent(new PartyId(parts[1]), key -> new ArrayList<>())
                        .add(when);
            } catch (RetrievalException | DateTimeException e) {
                continue;
            }
        }
    }

    private RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE,
                "The book of budgets " + file + " cannot be read or written, so no query is answered.",
                cause);
    }
}
