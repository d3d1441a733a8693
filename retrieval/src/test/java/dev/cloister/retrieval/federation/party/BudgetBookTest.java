package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class BudgetBookTest {

    private static final PartyId ID = new PartyId("ab".repeat(32));

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void countsEachQueryAndTheSameOneAgain() {
        try (BudgetBook book = new BudgetBook(folder, () -> now)) {
            assertEquals(1, book.take(guest(2), "q"));
            assertEquals(0, book.take(guest(2), "q"));
            RetrievalException spent = assertThrows(RetrievalException.class, () -> book.take(guest(2), "q"));
            assertEquals(Code.FEDERATION_BUDGET_SPENT, spent.code());
        }
    }

    @Test
    void givesQueriesBackWhenTheirPeriodIsOver() {
        try (BudgetBook book = new BudgetBook(folder, () -> now)) {
            book.take(guest(1), "q");
            now = now.plus(Duration.ofDays(30)).plusSeconds(1);
            assertEquals(0, book.take(guest(1), "r"));
        }
    }

    @Test
    void remembersOverARestartAndALineThatACrashCutOff() throws IOException {
        try (BudgetBook book = new BudgetBook(folder, () -> now)) {
            book.take(guest(3), "q");
        }
        Files.writeString(folder.resolve("budget.log"), "2026-01-01T00:00:00Z ab", StandardOpenOption.APPEND);
        try (BudgetBook book = new BudgetBook(folder, () -> now)) {
            assertEquals(2, book.left(guest(3)));
            book.take(guest(3), "r");
        }
        assertEquals(1, BudgetBook.left(folder, guest(3), now));
    }

    private static Guest guest(int queries) {
        return new Guest(
                ID,
                "Ada",
                "cd".repeat(32),
                new Budget(queries, Duration.ofDays(30)),
                false,
                0,
                Instant.EPOCH,
                Optional.empty());
    }
}
