package dev.cloister.sandbox.app;

import java.util.List;
import java.util.Optional;

/**
 * A tool as the bundle's manifest declares it: what permissions rest on.
 *
 * @param name its name within the app
 * @param description what it does
 * @param reads which of the user's data it reads, such as {@code notes}
 * @param effect what it changes
 * @param examples worked examples, for finding the tool and for filling in its arguments
 * @param takes the argument in which it can be given another tool's result
 */
public record ToolManifest(
        String name,
        String description,
        List<String> reads,
        Effect effect,
        List<Example> examples,
        Optional<Parameter> takes) {

    public ToolManifest {
        reads = List.copyOf(reads);
        examples = List.copyOf(examples);
    }
}
