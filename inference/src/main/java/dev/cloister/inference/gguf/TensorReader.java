package dev.cloister.inference.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what a header announces of its tensors; each must begin where the one before ends, rounded up to alignment. */
final class TensorReader {

    private static final int LONGEST_NAME = 63;
    private static final int MOST_DIMENSIONS = 4;

    private final HeaderInput in;
    private final long alignment;
    private final Set<String> names = new HashSet<>();
    private long end;

    TensorReader(HeaderInput in, long alignment) {
        this.in = in;
        this.alignment = alignment;
    }

    List<GgufTensor> tensors(long count) throws IOException {
        List<GgufTensor> tensors = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            tensors.add(tensor());
        }
        return tensors;
    }

    /** Where the last tensor ends, counted from the data's beginning, not rounded. */
    long end() {
        return end;
    }

    private GgufTensor tensor() throws IOException {
        String name = in.text(LONGEST_NAME, "a tensor's name");
        if (!names.add(name)) {
            throw new GgufException("it holds two tensors " + name);
        }
        long axes = in.u32();
        if (axes < 1 || axes > MOST_DIMENSIONS) {
            throw new GgufException("the tensor %s has %d dimensions".formatted(name, axes));
        }
        List<Long> dimensions = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            dimensions.add(in.size("a dimension of the tensor " + name));
        }
        long number = in.u32();
        TensorType type = TensorType.numbered(number)
                .orElseThrow(() -> new GgufException("the tensor %s has the unknown type %d".formatted(name, number)));
        long offset = in.size("the offset of the tensor " + name);
        long expected = GgufHeader.roundUp(end, alignment);
        if (offset != expected) {
            throw new GgufException("the tensor %s begins at %d, not at %d".formatted(name, offset, expected));
        }
        long bytes = bytes(name, dimensions, type);
        try {
            end = Math.addExact(offset, bytes);
        } catch (ArithmeticException e) {
            throw new GgufException("the tensor " + name + " is larger than any file");
        }
        return new GgufTensor(name, dimensions, type, offset, bytes);
    }

    private static long bytes(String name, List<Long> dimensions, TensorType type) throws GgufException {
        long row = dimensions.getFirst();
        if (row < 1 || row % type.blockElements() != 0) {
            throw new GgufException(
                    "rows of %d elements of the tensor %s do not divide into blocks of %s".formatted(row, name, type));
        }
        try {
            long bytes = Math.multiplyExact(row / type.blockElements(), type.blockBytes());
            for (long dimension : dimensions.subList(1, dimensions.size())) {
                if (dimension < 1) {
                    throw new GgufException("the tensor " + name + " is empty");
                }
                bytes = Math.multiplyExact(bytes, dimension);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new GgufException("the tensor " + name + " is larger than any file");
        }
    }
}
