package dev.cloister.inference.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The header of a GGUF file (versions 2 and 3, little-endian), as ggml's GGUF specification describes it.
 *
 * <p>Reading is strict: unknown types, names that come twice, texts that are not UTF-8, tensors that overlap or leave
 * gaps, and files that are shorter or longer than their tensors are refused. No weight is read.
 *
 * @param metadata values by key, in the file's order
 * @param dataOffset where the tensors' data begins in the file
 */
public record GgufHeader(int version, Map<String, GgufValue> metadata, List<GgufTensor> tensors, long dataOffset) {

    /** Arrays of integers up to this length are kept. */
    public static final int KEPT_ELEMENTS = 4096;

    private static final int MAGIC = 0x46554747;
    private static final int LONGEST_KEY = 65_535;
    private static final long MOST_KEYS = 1L << 16;
    private static final long MOST_TENSORS = 1L << 17;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long LARGEST_ALIGNMENT = 1L << 20;

    public GgufHeader {
        metadata = Map.copyOf(metadata);
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads a file's header.
     *
     * @throws GgufException for what is no whole GGUF file
     * @throws IOException when the file cannot be read
     */
    public static GgufHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, channel.size());
        }
    }

    static GgufHeader read(ReadableByteChannel channel, long length) throws IOException {
        HeaderInput in = new HeaderInput(channel, length);
        if (length < Integer.BYTES || in.i32() != MAGIC) {
            throw new GgufException("it does not begin as GGUF files do");
        }
        int version = in.i32();
        if (version != 2 && version != 3) {
            throw new GgufException(
                    Integer.reverseBytes(version) == 3
                            ? "it is big-endian"
                            : "it has the version %d; 2 and 3 are read".formatted(version));
        }
        long tensorCount = bounded(in.size("the number of tensors"), MOST_TENSORS, "tensors");
        long keyCount = bounded(in.size("the number of keys"), MOST_KEYS, "keys");
        Map<String, GgufValue> metadata = metadata(in, keyCount);
        long alignment = alignment(metadata);
        TensorReader reader = new TensorReader(in, alignment);
        List<GgufTensor> tensors = reader.tensors(tensorCount);
        long dataOffset = roundUp(in.position(), alignment);
        requireLength(length, dataOffset, reader.end(), alignment);
        return new GgufHeader(version, metadata, tensors, dataOffset);
    }

    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    public OptionalLong whole(String key) {
        return metadata.get(key) instanceof GgufValue.Whole whole
                ? OptionalLong.of(whole.value())
                : OptionalLong.empty();
    }

    /** Number of elements of an array. */
    public OptionalLong count(String key) {
        return metadata.get(key) instanceof GgufValue.Sequence sequence
                ? OptionalLong.of(sequence.count())
                : OptionalLong.empty();
    }

    static long roundUp(long value, long alignment) {
        return (value + alignment - 1) & -alignment;
    }

    private static Map<String, GgufValue> metadata(HeaderInput in, long count) throws IOException {
        MetadataReader reader = new MetadataReader(in);
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.text(LONGEST_KEY, "a key");
            if (metadata.putIfAbsent(key, reader.value(key)) != null) {
                throw new GgufException("it holds the key " + key + " twice");
            }
        }
        return metadata;
    }

    private static long alignment(Map<String, GgufValue> metadata) throws GgufException {
        GgufValue value = metadata.getOrDefault("general.alignment", new GgufValue.Whole(DEFAULT_ALIGNMENT));
        if (value instanceof GgufValue.Whole(long alignment)
                && alignment >= 1
                && alignment <= LARGEST_ALIGNMENT
                && Long.bitCount(alignment) == 1) {
            return alignment;
        }
        throw new GgufException("its alignment is no power of two up to " + LARGEST_ALIGNMENT);
    }

    private static long bounded(long count, long most, String of) throws GgufException {
        if (count > most) {
            throw new GgufException("it announces %d %s; at most %d are read".formatted(count, of, most));
        }
        return count;
    }

    private static void requireLength(long length, long dataOffset, long dataBytes, long alignment)
            throws GgufException {
        long room = Long.MAX_VALUE - dataOffset - alignment;
        if (dataBytes > room || length < dataOffset + dataBytes) {
            throw new GgufException("it is truncated: it has %d bytes, and its tensors end at %s"
                    .formatted(length, dataBytes > room ? "more than 2^63" : Long.toString(dataOffset + dataBytes)));
        }
        if (length > dataOffset + roundUp(dataBytes, alignment)) {
            throw new GgufException("it goes on behind its last tensor, at byte " + (dataOffset + dataBytes));
        }
    }
}
