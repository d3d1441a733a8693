package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models of one instance: those that were added, and the catalogue's default, which needs no adding once its file
 * is there.
 */
public final class ModelLibrary {

    private final Path folder;
    private final Path downloads;
    private final ModelRegistry registry;
    private final Catalog catalog = Catalog.load();

    /**
     * @param folder the instance's folder of models
     * @param downloads the folder that the set-up puts the default model's file into, often the same
     */
    public ModelLibrary(Path folder, Path downloads) {
        this.folder = folder.toAbsolutePath().normalize();
        this.downloads = downloads.toAbsolutePath().normalize();
        registry = new ModelRegistry(this.folder);
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Where added files lie. */
    public Path folder() {
        return folder;
    }

    /** All that can be used now, the default first. */
    public List<InstalledModel> installed() {
        List<InstalledModel> all = new ArrayList<>();
        Registered registered = registry.read();
        ModelFile standard = standard();
        if (registered.find(standard.name()).isEmpty() && Files.isRegularFile(path(standard))) {
            all.add(standard);
        }
        all.addAll(registered.models());
        return all;
    }

    /**
     * The model to serve, whether or not its file is there.
     *
     * @throws CatalogException REGISTRY_DAMAGED, or MODEL_UNKNOWN where the registry names a model that it lacks
     */
    public InstalledModel inUse() {
        Registered registered = registry.read();
        ModelFile standard = standard();
        String name = registered.inUse().orElse(standard.name());
        return registered
                .find(name)
                .or(() -> name.equals(standard.name()) ? Optional.of(standard) : Optional.empty())
                .orElseThrow(() -> unknown(name));
    }

    /**
     * The model file that knows the tokens of a server's model, where one was named.
     *
     * @throws CatalogException TOKENIZER_INVALID where no model file of that name is installed
     */
    public Optional<ModelFile> tokenizer(ModelServer server) {
        return server.tokenizer().map(name -> installed().stream()
                .filter(ModelFile.class::isInstance)
                .map(ModelFile.class::cast)
                .filter(file -> file.name().equals(name) && Files.isRegularFile(path(file)))
                .findFirst()
                .orElseThrow(() -> new CatalogException(
                        Code.TOKENIZER_INVALID,
                        "The tokenizer %s of %s is no model whose file lies here. Add a small model of the same family first, then name it: ./cloister model list"
                                .formatted(name, server.name()))));
    }

    /** Where a model's file lies. */
    public Path path(ModelFile model) {
        return folder.resolve(model.file());
    }

    /**
     * Makes the next start serve that model.
     *
     * @throws CatalogException MODEL_UNKNOWN or MODEL_MISSING
     */
    public InstalledModel use(String name) {
        InstalledModel model = installed().stream()
                .filter(installed -> installed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
        if (model instanceof ModelFile file && !Files.isRegularFile(path(file))) {
            throw new CatalogException(
                    Code.MODEL_MISSING,
                    "The file %s of the model %s is gone. The model in use stays. Put it back, or remove the model and add it again."
                            .formatted(path(file), name));
        }
        registry.change(registered -> registered.using(name));
        return model;
    }

    /**
     * Forgets a model and deletes its file where that is ours.
     *
     * @return bytes that were freed
     * @throws CatalogException MODEL_IN_USE or MODEL_UNKNOWN
     */
    public long remove(String name) {
        ModelName.require(name);
        if (inUseName().equals(name)) {
            throw new CatalogException(
                    Code.MODEL_IN_USE,
                    "The model %s is the one in use. Nothing was removed. Use another one first: ./cloister model use NAME"
                            .formatted(name));
        }
        List<Path> leftovers = leftovers(name);
        Optional<InstalledModel> model = installed().stream()
                .filter(installed -> installed.name().equals(name))
                .findFirst();
        if (model.isEmpty() && leftovers.isEmpty()) {
            throw unknown(name);
        }
        registry.change(registered -> {
            requireNoTokenizer(registered, name);
            return registered.without(name);
        });
        List<Path> files = new ArrayList<>(leftovers);
        model.filter(ModelFile.class::isInstance)
                .map(ModelFile.class::cast)
                .filter(file -> !file.linked())
                .ifPresent(file -> files.add(path(file)));
        return files.stream().mapToLong(this::delete).sum();
    }

    /**
     * Notes a model.
     *
     * @throws CatalogException MODEL_EXISTS
     */
    void add(InstalledModel model) {
        add(model, () -> {});
    }

    /**
     * Notes a model and gives its file its place, both before anybody else can note one of that name.
     *
     * @param placing moves the file; what it throws leaves everything as it was
     * @throws CatalogException MODEL_EXISTS, and nothing was placed
     */
    void add(InstalledModel model, Runnable placing) {
        registry.change(registered -> {
            requireFree(registered, model.name());
            placing.run();
            return registered.with(model);
        });
    }

    /**
     * Keeps other commands from adding a model of that name meanwhile.
     *
     * @throws CatalogException NAME_BUSY, or MODEL_EXISTS where the name is taken
     */
    NameLock lock(String name) {
        NameLock lock = NameLock.take(registry, folder, name);
        try {
            requireFree(name);
            return lock;
        } catch (CatalogException e) {
            lock.close();
            throw e;
        }
    }

    /** Refuses a name that is taken, before anything is fetched for it. */
    void requireFree(String name) {
        requireFree(registry.read(), name);
    }

    /** The part of a download that has not ended. */
    Path partial(String name) {
        return folder.resolve(name + ".gguf.part");
    }

    /** The page of terms that was agreed to. */
    Path termsCopy(String name) {
        return folder.resolve(name + ".terms.html");
    }

    private static void requireFree(Registered registered, String name) {
        if (registered.find(name).isPresent()) {
            throw new CatalogException(
                    Code.MODEL_EXISTS,
                    "There is a model %s already. Nothing was changed. Choose another --name, or remove it first."
                            .formatted(name));
        }
    }

    private static void requireNoTokenizer(Registered registered, String name) {
        registered.models().stream()
                .filter(ModelServer.class::isInstance)
                .map(ModelServer.class::cast)
                .filter(server -> server.tokenizer().filter(name::equals).isPresent())
                .findFirst()
                .ifPresent(server -> {
                    throw new CatalogException(
                            Code.MODEL_IN_USE,
                            "The model %s is the tokenizer of the server's model %s. Nothing was removed. Remove that one first: ./cloister model remove %s"
                                    .formatted(name, server.name(), server.name()));
                });
    }

    private String inUseName() {
        return registry.read().inUse().orElse(catalog.defaultModel().name());
    }

    /** The catalogue's default, whether or not its file is there. */
    public ModelFile standard() {
        CatalogEntry entry = catalog.defaultModel();
        Path file = downloads.resolve(entry.file());
        return entry.installed(
                downloads.equals(folder) ? entry.file() : file.toString(), Optional.empty(), Instant.EPOCH);
    }

    private List<Path> leftovers(String name) {
        Path part = partial(name);
        return Stream.concat(
                        Stream.of(part, part.resolveSibling(part.getFileName() + ".json"), termsCopy(name)),
                        copies(name).stream())
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Copies that were not finished. */
    private List<Path> copies(String name) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name + ".gguf.[0-9]*.copy")) {
            List<Path> copies = new ArrayList<>();
            files.forEach(copies::add);
            return copies;
        } catch (IOException e) {
            throw Admission.failed(folder, e);
        }
    }

    /**
     * A fresh file to copy a model into, of this one command alone.
     *
     * @throws IOException when there can be none
     */
    Path freshCopy(String name) throws IOException {
        Files.createDirectories(folder);
        return Files.createTempFile(folder, name + ".gguf.", ".copy");
    }

    private long delete(Path file) {
        try {
            long bytes = Files.exists(file) ? Files.size(file) : 0;
            Files.deleteIfExists(file);
            return bytes;
        } catch (IOException e) {
            throw new CatalogException(
                    Code.FILE_FAILED,
                    "The model is off the list, but its file %s could not be deleted (%s). Delete it by hand."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static CatalogException unknown(String name) {
        return new CatalogException(
                Code.MODEL_UNKNOWN,
                "No model %s is installed. Nothing was changed. ./cloister model list shows what there is."
                        .formatted(name));
    }
}
