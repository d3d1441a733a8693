package dev.cloister.watermark.benchmark.plot;

import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ModelTablesTest {

    private static final List<String> SCHEMES = List.of("green-list");

    @Test
    void tablesHoldWhatWasMeasuredInRisingOrder() {
        String table = ModelTables.adversary(
                Map.of(
                        "green-list.spoof100.verdict", 0.25,
                        "green-list.spoof100.verdict.lo", 0.1,
                        "green-list.spoof100.verdict.hi", 0.5,
                        "green-list.spoof30.verdict", 0.0,
                        "green-list.spoof30.nats", 2.5,
                        "spoof.plain_nats", 3.25),
                SCHEMES);
        assertTrue(table.contains("<td>0.00</td><td>2.50</td><td>0.25 (0.10 to 0.50)</td><td></td>"), table);
        assertTrue(table.contains("marks have 3.25."), table);
        String readers = ModelTables.readers(
                Map.of("again.judged_ratio", 1.01, "plain.task_accuracy", 0.5, "green-list.judged_ratio", 1.2),
                SCHEMES);
        assertTrue(readers.contains("<tr><th>unmarked, drawn again</th><td>1.01</td>"), readers);
        assertTrue(readers.contains("<tr><th>green-list</th><td>1.20</td>"), readers);
    }

    @Test
    void temperaturesRise() {
        String table = ModelTables.temperatures(Map.of(
                "tournament.temperature0.9.tpr200_at_nominal_1pct", 1.0,
                "tournament.temperature0.1.tpr200_at_nominal_1pct", 0.5,
                "tournament.temperature0.1.nats", 0.75));
        assertTrue(
                table.contains(
                        "<tr><th>tournament at 0.1</th><td></td><td></td><td>0.50</td><td>0.75</td></tr>\n<tr><th>tournament at 0.9</th>"));
    }

    @Test
    void whatWasNotMeasuredHasNoTable() {
        assertEquals(
                "",
                ModelTables.adversary(Map.of(), SCHEMES)
                        + ModelTables.readers(Map.of(), SCHEMES)
                        + ModelTables.temperatures(Map.of()));
    }
}
