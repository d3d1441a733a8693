package dev.cloister.inference;

/**
 * A stage over logits, named so that the worker process can make it.
 *
 * @param name the name of a {@link LogitsStageFactory} on the worker's class path
 * @param parameters the factory's own encoding; may hold a key, so it is never logged
 * @param label what a log calls it; stays in this process
 */
public record StageSpec(String name, byte[] parameters, String label) {

    public StageSpec {
        parameters = parameters.clone();
    }

    /** Called by its name. */
    public StageSpec(String name, byte[] parameters) {
        this(name, parameters, name);
    }

    public StageSpec withLabel(String to) {
        return new StageSpec(name, parameters, to);
    }

    @Override
    public byte[] parameters() {
        return parameters.clone();
    }

    @Override
    public String toString() {
        return "StageSpec[" + name + "]";
    }
}
