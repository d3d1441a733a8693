package dev.cloister.inference;

/**
 * A stage over logits, named so that the worker process can make it.
 *
 * @param name the name of a {@link LogitsStageFactory} on the worker's class path
 * @param parameters the factory's own encoding; may hold a key, so it is never logged
 */
public record StageSpec(String name, byte[] parameters) {

    public StageSpec {
        parameters = parameters.clone();
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
