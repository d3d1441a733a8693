package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.gguf.GgufException;
import dev.cloister.inference.gguf.GgufHeader;
import dev.cloister.inference.llama.NativeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;

/** Takes files into a library, once they proved to be whole models. */
final class Admission {

    private static final int MOST_CONTEXT_UNASKED = 8192;

    private final ModelLibrary library;
    private final Clock clock;

    Admission(ModelLibrary library, Clock clock) {
        this.library = library;
        this.clock = clock;
    }

    /**
     * Checks a file that already lies in the library's folder, gives it its place and notes it.
     *
     * @param arrived the file; deleted where it is refused
     * @param sha256 what its SHA-256 must be, if that is known
     * @param origin where it came from, for people
     */
    ModelFile move(Path arrived, String name, Optional<String> sha256, String origin) {
        Path place = library.folder().resolve(name + ".gguf");
        try {
            ModelFile model = inspect(arrived, name, String.valueOf(place.getFileName()), sha256, origin);
            library.add(model, () -> place(arrived, place, model.sha256()));
            return model;
        } catch (IOException e) {
            throw failed(arrived, e);
        } finally {
            deleteQuietly(arrived);
        }
    }

    /**
     * Gives a file its place, which must be free or hold the same.
     *
     * @throws CatalogException MODEL_EXISTS; what is there stays
     */
    static void place(Path arrived, Path place, String sha256) {
        try {
            if (Files.exists(place) && !NativeFiles.sha256(place).equals(sha256)) {
                throw new CatalogException(
                        Code.MODEL_EXISTS,
                        "%s is there already and is another file; it was left as it is. Choose another --name."
                                .formatted(place));
            }
            Files.move(arrived, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(arrived, e);
        }
    }

    /** Notes a file that stays where it is. */
    ModelFile link(Path file, String name, Optional<String> sha256) {
        try {
            Path real = file.toRealPath();
            ModelFile model = inspect(real, name, real.toString(), sha256, "file " + real);
            library.add(model);
            return model;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private ModelFile inspect(Path file, String name, String path, Optional<String> sha256, String origin)
            throws IOException {
        ModelShape shape;
        String licence;
        try {
            GgufHeader header = GgufHeader.read(file);
            shape = ModelShape.of(header);
            licence = header.text("general.license").orElse("unknown");
        } catch (GgufException e) {
            throw new CatalogException(
                    Code.MODEL_INVALID,
                    "The file from %s is no whole GGUF model: %s. Nothing was installed."
                            .formatted(origin, e.getMessage()),
                    e);
        }
        String found = NativeFiles.sha256(file);
        sha256.filter(agreed -> !agreed.equals(found)).ifPresent(agreed -> {
            throw new CatalogException(
                    Code.CHECKSUM_MISMATCH,
                    "The SHA-256 of the file from %s is %s, agreed was %s. Nothing was installed."
                            .formatted(origin, found, agreed));
        });
        return new ModelFile(
                name,
                path,
                found,
                Files.size(file),
                licence,
                Math.min(shape.trainedContext(), MOST_CONTEXT_UNASKED),
                shape,
                origin,
                Optional.empty(),
                clock.instant());
    }

    static CatalogException failed(Path file, IOException cause) {
        return new CatalogException(
                Code.FILE_FAILED,
                "%s cannot be read or written (%s). Nothing was installed; see to its rights and the disk's room."
                        .formatted(file, cause.getMessage() == null ? cause : cause.getMessage()),
                cause);
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What is left over carries a name that says so, and `model remove` finds it.
            return;
        }
    }
}
