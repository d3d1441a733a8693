package dev.cloister.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * A real model's first layers with its own vocabulary, template and output layer: an order of magnitude faster, and what
 * it says makes no sense, so that only what holds it to a form keeps its answers in form.
 */
public final class Shallow {

    private static final String LAYERS = "llama.block_count";
    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d+)\\..*");
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;

    private final ByteBuffer in;
    private final int layers;

    private Shallow(ByteBuffer in, int layers) {
        this.in = in;
        this.layers = layers;
    }

    private record Tensor(byte[] description, int layer, long offset) {}

    /** Writes the model's first layers; returns the target. */
    public static Path write(Path model, Path target, int layers) {
        try (FileChannel source = FileChannel.open(model, READ);
                FileChannel out = FileChannel.open(target, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer in =
                    source.map(FileChannel.MapMode.READ_ONLY, 0, source.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (ByteBuffer part : new Shallow(in, layers).parts()) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ByteBuffer> parts() {
        int metadata = metadataEnd();
        List<Tensor> tensors = tensors();
        int data = aligned(in.position());
        NavigableSet<Long> offsets =
                new TreeSet<>(tensors.stream().map(Tensor::offset).toList());
        List<ByteBuffer> contents = new ArrayList<>();
        List<ByteBuffer> descriptions = new ArrayList<>();
        long offset = 0;
        for (Tensor tensor : tensors) {
            if (tensor.layer() < layers) {
                Long next = offsets.higher(tensor.offset());
                int bytes = Math.toIntExact((next == null ? in.capacity() - data : next) - tensor.offset());
                descriptions.add(ByteBuffer.wrap(tensor.description()));
                descriptions.add(number(Long.BYTES).putLong(offset).flip());
                contents.add(in.slice(data + Math.toIntExact(tensor.offset()), bytes));
                contents.add(ByteBuffer.allocate(aligned(bytes) - bytes));
                offset += aligned(bytes);
            }
        }
        int described = descriptions.stream().mapToInt(ByteBuffer::remaining).sum();
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(in.slice(0, Long.BYTES));
        parts.add(number(Long.BYTES).putLong(descriptions.size() / 2).flip());
        parts.addAll(metadata(metadata));
        parts.addAll(descriptions);
        parts.add(ByteBuffer.allocate(aligned(metadata + described) - metadata - described));
        parts.addAll(contents);
        return parts;
    }

    /** What follows the number of tensors, with another number of layers. */
    private List<ByteBuffer> metadata(int end) {
        byte[] key = LAYERS.getBytes(StandardCharsets.UTF_8);
        int from = 2 * Long.BYTES;
        for (int at = from; at < end - key.length; at++) {
            if (in.slice(at, key.length).equals(ByteBuffer.wrap(key)) && in.getInt(at + key.length) == UINT32) {
                int value = at + key.length + Integer.BYTES;
                return List.of(
                        in.slice(from, value - from),
                        number(Integer.BYTES).putInt(layers).flip(),
                        in.slice(value + Integer.BYTES, end - value - Integer.BYTES));
            }
        }
        throw new IllegalArgumentException("the model does not say how many layers it has");
    }

    private int metadataEnd() {
        in.position(2 * Long.BYTES);
        GgufWalk walk = new GgufWalk(in);
        long values = in.getLong();
        for (long i = 0; i < values; i++) {
            walk.string();
            walk.skip(in.getInt());
        }
        return in.position();
    }

    private List<Tensor> tensors() {
        GgufWalk walk = new GgufWalk(in);
        List<Tensor> tensors = new ArrayList<>();
        long count = in.getLong(Long.BYTES);
        for (long i = 0; i < count; i++) {
            int from = in.position();
            Matcher layer = LAYER.matcher(walk.string());
            int dimensions = in.getInt();
            in.position(in.position() + dimensions * Long.BYTES + Integer.BYTES);
            byte[] description = new byte[in.position() - from];
            in.get(from, description);
            tensors.add(new Tensor(description, layer.matches() ? Integer.parseInt(layer.group(1)) : 0, in.getLong()));
        }
        return tensors;
    }

    private static ByteBuffer number(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int aligned(int position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
