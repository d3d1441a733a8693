package dev.cloister.gateway.benchmark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportTest {

    private static final Machine MACHINE = new Machine(2, "a processor", 1L << 34, "an operating system");

    @TempDir
    private Path folder;

    @Test
    void goesOnWithFiguresOfTheSameCommitAndMachine() {
        Path file = folder.resolve("target/bench");
        Report.resume(file, "main", MACHINE, "c1").add(Map.of("one", 1.0, "two", 2.0));
        Report.resume(file, "main", MACHINE, "c1").add(Map.of("two", 2.5));
        assertEquals(
                Map.of("one", 1.0, "two", 2.5),
                Report.resume(file, "main", MACHINE, "c1").figures());
    }

    @Test
    void mixesNoFiguresOfDifferentCommitsOrMachines() {
        Path file = folder;
        Report.resume(file, "main", MACHINE, "c1").add(Map.of("one", 1.0));
        assertEquals(Map.of(), Report.resume(file, "main", MACHINE, "c2").figures());
        Machine other = new Machine(4, "a processor", 1L << 34, "an operating system");
        assertEquals(Map.of(), Report.resume(file, "main", other, "c1").figures());
    }

    @Test
    void saysWhetherATargetIsMet() {
        String table = String.join(
                "\n",
                FigureTable.lines(Map.of(
                        "engine.ratio",
                        0.899,
                        "engine.ratio.lo",
                        0.89,
                        "engine.ratio.hi",
                        0.91,
                        "watermark.overhead",
                        1.029)));
        assertTrue(table.contains("0.89 to 0.91"), table);
        assertTrue(table.lines().anyMatch(line -> line.contains("engine.ratio") && line.endsWith(" not met")), table);
        assertTrue(table.lines().anyMatch(line -> line.matches(".*watermark.overhead.*< 1.03\\s+met")), table);
    }

    @Test
    void judgesNoRatioWhenOtherWorkDisturbedEveryPair() {
        String table = String.join(
                "\n",
                FigureTable.lines(Map.of("engine.ratio", 1.049, "engine.pairs", 44.0, "engine.pairs.disturbed", 44.0)));
        assertTrue(table.contains("not judged"), table);
    }
}
