package dev.cloister.inference.gguf;

import dev.cloister.inference.Downloads;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GgufHeaderTest {

    private static final byte[] TINY = GgufBytes.tinyModel(3);

    @Test
    void readsTheDefaultModelsHeader() throws IOException {
        GgufHeader header = GgufHeader.read(Downloads.model());
        assertEquals("llama", header.text("general.architecture").orElseThrow());
        assertEquals(49_152, header.count("tokenizer.ggml.tokens").orElseThrow());
        assertEquals(272, header.tensors().size());
        GgufTensor embedding = header.tensors().getFirst();
        assertEquals("token_embd.weight", embedding.name());
        assertEquals(List.of(576L, 49_152L), embedding.dimensions());
        assertEquals(TensorType.Q8_0, embedding.type());
    }

    @Test
    void readsWhatItsOwnTestWrote() throws IOException {
        GgufHeader header = read(TINY);
        assertEquals(3, header.version());
        assertEquals("mit", header.text("general.license").orElseThrow());
        assertEquals(512, header.whole("llama.context_length").orElseThrow());
        assertEquals(
                new GgufTensor("token_embd.weight", List.of(64L, 4L), TensorType.F32, 0, 1024),
                header.tensors().getFirst());
        assertEquals(TINY.length, header.dataOffset() + 1024);
    }

    @Test
    void refusesATruncatedFileAtEveryLength() {
        for (int length = 0; length < TINY.length; length++) {
            byte[] part = Arrays.copyOf(TINY, length);
            assertThrows(GgufException.class, () -> read(part), "at " + length);
        }
    }

    @Test
    void refusesWhatComesAfterTheLastTensor() {
        byte[] longer = Arrays.copyOf(TINY, TINY.length + 1);
        assertTrue(refusal(longer).contains("goes on behind its last tensor"));
    }

    @Test
    void refusesKeysAndTensorsThatComeTwice() {
        assertTrue(
                refusal(new GgufBytes().start(3, 0, 2).pair("a", 1).pair("a", 2).data(0))
                        .contains("twice"));
        byte[] twice = new GgufBytes()
                .start(3, 2, 0)
                .tensor("t", 0, 0, 8)
                .tensor("t", 0, 32, 8)
                .data(64);
        assertTrue(refusal(twice).contains("two tensors t"));
    }

    @Test
    void refusesTensorsThatOverlapOrLeaveGaps() {
        for (long offset : new long[] {0, 16, 64}) {
            byte[] file = new GgufBytes()
                    .start(3, 2, 0)
                    .tensor("a", 0, 0, 8)
                    .tensor("b", 0, offset, 8)
                    .data(128);
            assertTrue(refusal(file).contains("the tensor b begins at " + offset + ", not at 32"));
        }
    }

    @Test
    void refusesSizesThatOverflow() {
        byte[] huge = new GgufBytes()
                .start(3, 1, 0)
                .tensor("a", 0, 0, 1L << 40, 1L << 40)
                .data(32);
        assertTrue(refusal(huge).contains("larger than any file"));
        byte[] keys = new GgufBytes().start(3, 0, 1L << 60).data(0);
        assertTrue(refusal(keys).contains("keys"));
        byte[] text = new GgufBytes().start(3, 0, 1).i64(Long.MAX_VALUE).data(0);
        assertThrows(GgufException.class, () -> read(text));
        byte[] array = new GgufBytes()
                .start(3, 0, 1)
                .text("a")
                .u32(9)
                .u32(4)
                .i64(1L << 62)
                .data(0);
        assertTrue(refusal(array).contains("elements"));
    }

    @Test
    void refusesRowsThatDoNotDivideIntoBlocks() {
        byte[] file = new GgufBytes().start(3, 1, 0).tensor("a", 12, 0, 100).data(64);
        assertTrue(refusal(file).contains("do not divide into blocks of Q4_K"));
    }

    @Test
    void refusesUnknownVersionsTypesAndEncodings() {
        assertTrue(refusal(new GgufBytes().start(1, 0, 0).data(0)).contains("version 1"));
        assertTrue(refusal(new GgufBytes().start(Integer.reverseBytes(3), 0, 0).data(0))
                .contains("big-endian"));
        assertTrue(refusal(new GgufBytes().start(3, 1, 0).tensor("a", 99, 0, 8).data(32))
                .contains("unknown type 99"));
        assertTrue(refusal(new GgufBytes().start(3, 0, 1).text("a").u32(13).data(0))
                .contains("unknown type 13"));
        assertTrue(refusal(new GgufBytes().start(3, 0, 1).text("a").u32(7).u8(2).data(0))
                .contains("neither 0 nor 1"));
        byte[] noUtf8 = new GgufBytes().start(3, 0, 1).i64(1).u8(0xff).data(0);
        assertTrue(refusal(noUtf8).contains("not UTF-8"));
        assertTrue(refusal(new GgufBytes()
                        .start(3, 0, 1)
                        .text("a")
                        .u32(9)
                        .u32(9)
                        .i64(0)
                        .data(0))
                .contains("holds arrays"));
    }

    @Property(tries = 2000)
    void aFileWithFlippedBytesIsReadOrRefusedAndNothingElse(@ForAll("flips") List<Integer> flips) throws IOException {
        byte[] file = TINY.clone();
        for (int flip : flips) {
            file[Math.floorMod(flip >> 8, 420)] ^= (byte) flip;
        }
        try {
            GgufHeader header = read(file);
            assertEquals(1, header.tensors().size());
        } catch (GgufException e) {
            assertTrue(String.valueOf(e.getMessage()).length() > 5);
        }
    }

    @Property(tries = 500)
    void anyBytesAfterTheMagicAreRefused(@ForAll byte[] noise) {
        byte[] file = new byte[4 + noise.length];
        System.arraycopy(TINY, 0, file, 0, 4);
        System.arraycopy(noise, 0, file, 4, noise.length);
        assertThrows(GgufException.class, () -> read(file));
    }

    @Provide
    Arbitrary<List<Integer>> flips() {
        return Arbitraries.integers().list().ofMinSize(1).ofMaxSize(8);
    }

    private static GgufHeader read(byte[] file) throws IOException {
        return GgufHeader.read(Channels.newChannel(new ByteArrayInputStream(file)), file.length);
    }

    private static String refusal(byte[] file) {
        return String.valueOf(
                assertThrows(GgufException.class, () -> read(file)).getMessage());
    }
}
