package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.ring.RingParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ShareBookTest {

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anAccountHasHalfOfABudgetRoundedUpAndAnAdministratorAllOfIt() {
        try (ShareBook book = book()) {
            Share clerk = book.of("clerk", false);
            assertEquals(3, clerk.most(host(5, "ab")));
            assertEquals(5, book.of("head", true).most(host(5, "ab")));
            use(clerk, 3);
            assertEquals(0, clerk.left(host(5, "ab")));
            assertEquals(Code.FEDERATION_SHARE_SPENT, refusal(() -> clerk.claim(host(5, "ab"))));
            assertEquals(2, book.of("other", false).left(host(5, "ab")));
            assertEquals(3, clerk.left(host(5, "cd")));
            use(book.of("head", true), 2);
            assertEquals(0, book.of("other", false).left(host(5, "ab")));
        }
    }

    @Test
    void whatIsAskedAtThisMomentCountsAndWhatWasNotAskedDoesNot() {
        try (ShareBook book = book()) {
            Share clerk = book.of("clerk", false);
            clerk.claim(host(2, "ab"));
            assertEquals(Code.FEDERATION_SHARE_SPENT, refusal(() -> clerk.claim(host(2, "ab"))));
            clerk.release(host(2, "ab"));
            assertEquals(1, clerk.left(host(2, "ab")));
        }
    }

    @Test
    void sharesOutliveARestartAndComeBackWithThePeriod() {
        try (ShareBook book = book()) {
            use(book.of("clerk", false), 3);
        }
        try (ShareBook book = book()) {
            assertEquals(0, book.of("clerk", false).left(host(5, "ab")));
            now = now.plus(Duration.ofDays(30)).plusSeconds(1);
            assertEquals(3, book.of("clerk", false).left(host(5, "ab")));
        }
    }

    @Test
    void anAccountRunsTwoSearchesAtOnce() {
        try (ShareBook book = book();
                Share.Running one = book.of("clerk", false).begin()) {
            Share clerk = book.of("clerk", false);
            Share.Running two = clerk.begin();
            assertEquals(Code.FEDERATION_ACCOUNT_BUSY, refusal(clerk::begin));
            book.of("other", false).begin().close();
            two.close();
            clerk.begin().close();
        }
    }

    private ShareBook book() {
        return new ShareBook(folder, () -> now, 50, 2);
    }

    private static void use(Share share, int times) {
        for (int i = 0; i < times; i++) {
            share.claim(host(5, "ab"));
            share.use(host(5, "ab"));
        }
    }

    private static Code refusal(Runnable action) {
        return assertThrows(RetrievalException.class, action::run).code();
    }

    private static Host host(int queries, String id) {
        Offer offer = new Offer(
                "0".repeat(64),
                "Books",
                1,
                384,
                "random",
                0.25,
                RingParameters.STANDARD,
                List.of(96),
                256,
                "0".repeat(64),
                0);
        return new Host(
                new PartyId(id.repeat(32)),
                "party",
                "127.0.0.1",
                1,
                offer,
                1e6,
                Optional.of(new Budget(queries, Duration.ofDays(30))));
    }
}
