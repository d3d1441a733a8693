package dev.cloister.inference;

/** Makes a probe for one text. Found by {@link java.util.ServiceLoader} in the worker process. */
public interface HiddenStateProbeFactory {

    /** The name that {@link ProbeSpec#name()} refers to. */
    String name();

    /**
     * A fresh probe for one text.
     *
     * @throws IllegalArgumentException when the parameters are not this factory's
     */
    HiddenStateProbe create(byte[] parameters);
}
