package dev.cloister.watermark.prf;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

final class PhiloxTest {

    /** From the known-answer file of Random123, the authors' own code. */
    @Test
    void agreesWithItsAuthorsAnswers() {
        assertArrayEquals(
                new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
                Philox.rounds(new int[] {0, 0, 0, 0}, 0, 0));
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                Philox.rounds(new int[] {-1, -1, -1, -1}, -1, -1));
    }

    /** The compatibility vector of vLLM's own tests: key 42. */
    @Test
    void drawsVllmsUniforms() {
        Philox philox = new Philox(42);
        Philox.Uniforms first = philox.after(1, 2, 3, 4);
        assertEquals(1661833, first.mantissa(7));
        assertEquals(10571167, first.mantissa(8));
        Philox.Uniforms second = philox.after(4, 5, 6, 7);
        assertEquals(9742331, second.mantissa(7));
        assertEquals(13375724, second.mantissa(8));
        assertEquals((double) (float) (1661834 / 16777217.0), first.of(7));
    }
}
