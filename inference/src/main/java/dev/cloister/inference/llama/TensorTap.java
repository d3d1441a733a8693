package dev.cloister.inference.llama;

/** Who sees tensors as they are computed. Called on the thread that decodes; what it throws ends the decode's caller. */
public interface TensorTap {

    /** Whether the tensor of this name is wanted; asked for every node of every graph, so it must be quick. */
    boolean wants(String tensor);

    /**
     * Takes a wanted tensor.
     *
     * @param values its values in the order of memory, single precision; not to be kept
     */
    void take(String tensor, float[] values);
}
