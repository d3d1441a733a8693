package dev.cloister.gateway.models;

import dev.cloister.inference.catalog.CatalogEntry;
import dev.cloister.inference.catalog.InstalledModel;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.inference.catalog.ModelShape;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ./cloister model list}. */
final class ModelListing {

    /** The worker's heap, its embedder and the library's buffers. */
    private static final long BESIDE_THE_MODEL = 768L << 20;

    private final ModelLibrary library;
    private final PrintStream out;

    ModelListing(ModelLibrary library, PrintStream out) {
        this.library = library;
        this.out = out;
    }

    void print() {
        String inUse = library.inUse().name();
        List<InstalledModel> installed = library.installed();
        out.println("Installed (* is in use)");
        Stream<InstalledModel> missing =
                installed.stream().anyMatch(model -> model.name().equals(inUse))
                        ? Stream.empty()
                        : Stream.of(library.inUse());
        Stream.concat(missing, installed.stream())
                .forEach(model -> print(model, model.name().equals(inUse)));
        out.println();
        out.println("The catalogue has also");
        library.catalog().entries().stream()
                .filter(entry ->
                        installed.stream().noneMatch(model -> model.name().equals(entry.name())))
                .forEach(this::print);
    }

    private void print(InstalledModel model, boolean inUse) {
        out.printf("%s %s%n", inUse ? "*" : " ", model.name());
        switch (model) {
            case ModelFile file -> {
                out.printf("      %s, licence %s, from %s%n", Sizes.text(file.bytes()), file.licence(), file.origin());
                out.printf("      %s%n", needs(file.bytes(), file.contextTokens(), file.shape()));
                out.printf("      SHA-256 %s%n", file.sha256());
                if (!Files.isRegularFile(library.path(file))) {
                    out.printf("      MISSING: %s%n", library.path(file));
                }
            }
            case ModelServer server -> {
                out.printf(
                        "      %s at %s (%s): prompts leave this machine%n",
                        server.model(),
                        server.address().getAuthority(),
                        server.limits().kind().title());
                out.printf(
                        "      context %,d tokens, logit_bias %s, log-probabilities %s, tools %s, JSON Schema %s%n",
                        server.limits().contextTokens(),
                        orNo(server.limits().logitBiases()),
                        orNo(server.limits().topLogProbabilities()),
                        server.limits().tools() ? "yes" : "no",
                        server.limits().schemas() ? "yes" : "no");
                out.printf("      %s%n", ServerMarks.text(server));
            }
        }
    }

    private void print(CatalogEntry entry) {
        out.printf("  %s   (%s)%n", entry.name(), entry.title());
        Optional<String> terms = entry.terms().map(CatalogEntry.Terms::title);
        out.printf(
                "      %s to fetch, %s on disk, licence %s%s%n",
                Sizes.text(entry.downloadBytes()),
                Sizes.text(entry.bytes()),
                entry.licence(),
                terms.map(title -> "; asks you to agree to the " + title).orElse(""));
        out.printf("      %s%n", needs(entry.bytes(), entry.contextTokens(), entry.shape()));
    }

    private static String needs(long bytes, int context, ModelShape shape) {
        return "needs about %s of memory and %s per answer of %,d tokens (trained with %,d); %s, %s"
                .formatted(
                        Sizes.text(bytes + BESIDE_THE_MODEL),
                        Sizes.text(shape.cacheBytesPerToken() * context),
                        context,
                        shape.trainedContext(),
                        shape.architecture(),
                        shape.chatTemplate()
                                ? "chats by its own template"
                                : "no chat template: it only continues texts");
    }

    private static String orNo(int number) {
        return number == 0 ? "no" : "up to " + number;
    }
}
