package dev.cloister.watermark.prf;

import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

final class SynthIdHashTest {

    @Test
    void manyCandidatesHaveTheBitsThatEachHasAlone() {
        SplittableRandom random = new SplittableRandom(31);
        SynthIdHash hash = new SynthIdHash(random.longs(30).toArray());
        long state = hash.after(new int[] {1, 2, 3, 4});
        int[] candidates = random.ints(1300, 0, 200_000).toArray();
        assertArrayEquals(
                Arrays.stream(candidates)
                        .mapToLong(candidate -> hash.bits(state, candidate))
                        .toArray(),
                hash.bits(state, candidates),
                "seed 31");
    }
}
