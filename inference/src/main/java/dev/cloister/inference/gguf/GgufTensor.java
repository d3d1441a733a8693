package dev.cloister.inference.gguf;

import java.util.List;

/**
 * A tensor as the header announces it.
 *
 * @param dimensions number of elements along each axis, the contiguous axis first
 * @param offset where it begins, counted from {@link GgufHeader#dataOffset()}
 * @param bytes its size
 */
public record GgufTensor(String name, List<Long> dimensions, TensorType type, long offset, long bytes) {
    public GgufTensor {
        dimensions = List.copyOf(dimensions);
    }
}
