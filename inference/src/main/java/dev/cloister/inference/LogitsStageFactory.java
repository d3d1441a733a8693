package dev.cloister.inference;

/** Makes a stage for one generation. Found by {@link java.util.ServiceLoader} in the worker process. */
public interface LogitsStageFactory {

    /** The name that {@link StageSpec#name()} refers to. */
    String name();

    /**
     * A fresh stage for one generation.
     *
     * @throws IllegalArgumentException when the parameters are not this factory's
     */
    LogitsStage create(byte[] parameters);
}
