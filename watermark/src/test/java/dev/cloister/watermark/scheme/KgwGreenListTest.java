package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.WatermarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KgwGreenListTest {

    @Test
    void hasTheListsOfThePublishedCode() throws IOException {
        List<String> rows = rows();
        assertEquals(240, rows.size());
        for (String row : rows) {
            String[] fields = row.split(",", -1);
            int[] tokens = Arrays.stream(fields, 2, fields.length - 1)
                    .mapToInt(Integer::parseInt)
                    .toArray();
            KgwLists lists = new KgwLists(new KgwGreenList(
                    KgwSeeding.valueOf(fields[0]),
                    KgwGreenList.PUBLISHED_KEY,
                    Integer.parseInt(fields[1]),
                    GreenListParameters.DEFAULT));
            int candidate = tokens[tokens.length - 1];
            int seed = lists.seed(Arrays.copyOf(tokens, tokens.length - 1), candidate);
            assertEquals(fields[fields.length - 1].equals("1"), lists.isGreen(seed, candidate), row);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsKeyAndByNoOther(KgwSeeding seeding) {
        SplittableRandom random = new SplittableRandom(31);
        KgwGreenList scheme = new KgwGreenList(seeding, 15485863, 1500, new GreenListParameters(0.25, 3));
        int[] text = new SyntheticModel(1500, 1.1).answer(scheme.marker(), 200, random);
        assertTrue(
                scheme.score(text).pValue() < 1e-8, "p = " + scheme.score(text).pValue());
        for (int i = 0; i < 20; i++) {
            long other = random.nextLong(1, Integer.MAX_VALUE);
            double wrong = new KgwGreenList(seeding, other, 1500, scheme.parameters())
                    .score(text)
                    .pValue();
            assertTrue(wrong > 1e-4, "seed 31, p of another key = " + wrong);
        }
    }

    @Test
    void countsADistinctPairOnce() {
        KgwGreenList scheme = new KgwGreenList(KgwSeeding.LEFT_HASH, 7, 100, GreenListParameters.DEFAULT);
        assertEquals(2, scheme.score(new int[] {5, 9, 5, 9, 5, 9}).scored());
    }

    @Test
    void refusesAKeyThatWouldOverflow() {
        assertThrows(
                WatermarkException.class,
                () -> new KgwGreenList(KgwSeeding.LEFT_HASH, 1L << 31, 100, GreenListParameters.DEFAULT));
    }

    private static List<String> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(KgwGreenListTest.class.getResourceAsStream("kgw-lists.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** The published code tries so many for self hash; which they are must not depend on the order of the candidates. */
    @Test
    void selfHashLiftsOnlyTheLikeliestCandidates() {
        KgwGreenList scheme = new KgwGreenList(KgwSeeding.SELF_HASH, 15485863, 500, new GreenListParameters(0.5, 2));
        float[] plain = new float[500];
        SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (float) random.nextDouble();
        }
        float[] marked = plain.clone();
        ((LogitsStage.CandidateStage) scheme.marker())
                .apply(new int[] {1, 2, 3}, IntStream.range(0, 500).toArray(), marked);
        double least = IntStream.range(0, 500)
                .mapToDouble(i -> -plain[i])
                .sorted()
                .skip(40)
                .findFirst()
                .orElseThrow();
        long lifted = IntStream.range(0, 500).filter(i -> marked[i] > plain[i]).count();
        assertTrue(lifted > 5 && lifted < 41, "seed 77: " + lifted);
        assertTrue(IntStream.range(0, 500).noneMatch(i -> marked[i] > plain[i] && plain[i] < -least), "seed 77");
    }
}
