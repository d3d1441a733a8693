package dev.cloister.gateway.models;

import dev.cloister.gateway.engine.EngineHost;
import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.catalog.FileSource;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.inference.llama.WeightType;
import dev.cloister.inference.quantize.Loss;
import dev.cloister.inference.quantize.Quantizer;
import dev.cloister.sandbox.starter.Sandboxes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code ./cloister model quantise NAME --type TYPE}: another model from the same weights, kept in fewer bits. */
final class Quantising {

    private static final Duration LIMIT = Duration.ofHours(2);
    private static final int MEASURED_WINDOWS = 4;

    private final ModelArguments arguments;
    private final ModelLibrary library;
    private final Clock clock;

    Quantising(ModelArguments arguments, ModelLibrary library, Clock clock) {
        this.arguments = arguments;
        this.library = library;
        this.clock = clock;
    }

    ModelFile run(String source, PrintStream out) {
        WeightType type = type();
        ModelFile model = library.installed().stream()
                .filter(ModelFile.class::isInstance)
                .map(ModelFile.class::cast)
                .filter(file -> file.name().equals(source))
                .findFirst()
                .orElseThrow(() -> new CatalogException(
                        Code.MODEL_UNKNOWN,
                        "No model %s lies on this machine. Nothing was changed. ./cloister model list shows what there is."
                                .formatted(source)));
        String name = arguments.option("name").orElse(source + "-" + type.name().toLowerCase(Locale.ROOT));
        Quantizer quantizer = new Quantizer(
                EngineHost.settings(arguments.home().create(), arguments.downloads()), Sandboxes.launcher());
        ModelFile made = new FileSource(library, clock)
                .make(
                        name,
                        "%s of %s".formatted(type.name(), source),
                        target -> quantizer.quantize(library.path(model), target, type, LIMIT));
        arguments
                .option("text")
                .ifPresent(text -> print(out, quantizer, library.path(model), library.path(made), text));
        return made;
    }

    private static void print(PrintStream out, Quantizer quantizer, Path before, Path after, String text) {
        try {
            Loss loss = quantizer.loss(before, after, Files.readString(Path.of(text)), MEASURED_WINDOWS);
            out.printf(
                    Locale.ROOT,
                    "  %-12s perplexity %.2f before, %.2f after (%+.1f %%), over %,d tokens of %s%n",
                    "loss",
                    loss.before().value(),
                    loss.after().value(),
                    100 * loss.growth(),
                    loss.before().tokens(),
                    text);
        } catch (IOException e) {
            throw new CatalogException(
                    Code.FILE_FAILED,
                    "The text %s cannot be read; the model was added, its loss was not measured.".formatted(text),
                    e);
        }
    }

    private WeightType type() {
        String wanted = arguments.option("type").orElse("");
        return Arrays.stream(WeightType.values())
                .filter(type -> type.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> ModelArguments.usage("--type is one of "
                        + Arrays.stream(WeightType.values())
                                .map(type -> type.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
