package dev.cloister.sandbox.app;

import java.util.List;

/**
 * A tool as the bundle's manifest declares it: what permissions rest on.
 *
 * @param name its name within the app
 * @param description what it does
 * @param reads which of the user's data it reads, such as {@code notes}
 * @param effect what it changes
 * @param examples worked examples, for finding the tool and for filling in its arguments
 */
public record ToolManifest(String name, String description, List<String> reads, Effect effect, List<Example> examples) {

    public ToolManifest {
        reads = List.copyOf(reads);
        examples = List.copyOf(examples);
    }
}
