package dev.cloister.gateway.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.setup.DatabaseServer;
import dev.cloister.gateway.store.Database;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LedgerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static DatabaseServer database;

    @SuppressWarnings("NullAway.Init")
    private static Jdbi jdbi;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path exported;

    @SuppressWarnings("NullAway.Init")
    private Checkpoints checkpoints;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    @SuppressWarnings("NullAway.Init")
    private LedgerVerification verification;

    @BeforeAll
    static void startDatabase() {
        database = DatabaseServer.start(new Home(folder).create());
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .load()
                .migrate();
        jdbi = Database.at(database.jdbcUrl(), database.user(), database.password());
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyLog() {
        jdbi.useHandle(handle -> handle.execute("truncate ledger_entry"));
        ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
        SigningKeys keys = SigningKeys.in(folder.resolve("keys"));
        checkpoints = new Checkpoints(exported, keys, json);
        ledger = new Ledger(jdbi, keys, checkpoints, json, Clock.systemUTC());
        verification = new LedgerVerification(jdbi, keys, checkpoints);
    }

    @Test
    void anUntouchedLogHolds() {
        append(70);
        LedgerVerification.Result result = verification.run();
        assertEquals(List.of(), result.findings());
        assertEquals(70, result.entries());
        assertEquals(2, result.checkpoints(), "one every 32 entries");
    }

    @Test
    void noticesAChangedEntry() {
        append(3);
        tamper("update ledger_entry set detail = '{\"id\":\"other\"}' where seq = 2");
        assertFinding("ENTRY_CHANGED: entry 2");
    }

    @Test
    void noticesAnEntryThatWasHashedAnewButNotSigned() {
        append(3);
        tamper("update ledger_entry set hash = decode(repeat('ab', 32), 'hex') where seq = 3");
        assertFinding("SIGNATURE_INVALID: entry 3");
    }

    @Test
    void noticesAnEntryTakenFromTheMiddle() {
        append(5);
        tamper("delete from ledger_entry where seq = 3");
        assertFinding("GAP: entry 3");
    }

    @Test
    void noticesACutTail() {
        append(40);
        tamper("delete from ledger_entry where seq > 20");
        assertFinding("ENTRIES_MISSING: a checkpoint names entry 32");
    }

    @Test
    void noticesALogThatWasStartedAnew() {
        append(40);
        tamper("delete from ledger_entry");
        append(10);
        assertFinding("ENTRIES_MISSING: a checkpoint names entry 32");
    }

    @Test
    void theDatabaseItselfRefusesChanges() {
        append(2);
        jdbi.useHandle(handle -> {
            assertEquals(0, handle.execute("update ledger_entry set actor = 'someone else'"));
            assertEquals(0, handle.execute("delete from ledger_entry"));
        });
        assertEquals(2, verification.run().entries());
    }

    @Test
    void manyWritersMakeOneChain() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                done.add(writers.submit(() -> append(1)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        LedgerVerification.Result result = verification.run();
        assertEquals(List.of(), result.findings());
        assertEquals(16, result.entries());
    }

    private void append(int entries) {
        for (int i = 0; i < entries; i++) {
            ledger.append("default", "tester", "thing.done", Map.of("id", i));
        }
    }

    /** As someone with the database's own rights would. */
    private static void tamper(String sql) {
        jdbi.useTransaction(handle -> {
            handle.execute("alter table ledger_entry disable rule ledger_entry_no_update");
            handle.execute("alter table ledger_entry disable rule ledger_entry_no_delete");
            handle.execute(sql);
            handle.execute("alter table ledger_entry enable rule ledger_entry_no_update");
            handle.execute("alter table ledger_entry enable rule ledger_entry_no_delete");
        });
    }

    private void assertFinding(String start) {
        List<String> findings = verification.run().findings();
        assertTrue(findings.stream().anyMatch(finding -> finding.startsWith(start)), findings.toString());
    }
}
