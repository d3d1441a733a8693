package dev.cloister.inference;

/**
 * A probe of hidden states, named so that the worker process can make it.
 *
 * @param name the name of a {@link HiddenStateProbeFactory} on the worker's class path
 * @param parameters the factory's own encoding; never logged
 */
public record ProbeSpec(String name, byte[] parameters) {

    public ProbeSpec {
        parameters = parameters.clone();
    }

    @Override
    public byte[] parameters() {
        return parameters.clone();
    }

    @Override
    public String toString() {
        return "ProbeSpec[" + name + "]";
    }
}
