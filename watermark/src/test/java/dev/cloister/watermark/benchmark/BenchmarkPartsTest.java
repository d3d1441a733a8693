package dev.cloister.watermark.benchmark;

import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
