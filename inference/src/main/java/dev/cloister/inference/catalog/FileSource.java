package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;

/** Adds models from GGUF files on this machine. */
public final class FileSource {

    private final ModelLibrary library;
    private final Admission admission;

    public FileSource(ModelLibrary library, Clock clock) {
        this.library = library;
        admission = new Admission(library, clock);
    }

    /** Makes a file. */
    @FunctionalInterface
    public interface Maker {

        /** Writes the file, which is not there yet. */
        void make(Path target);
    }

    /**
     * Adds a file that is made on the spot.
     *
     * @param origin how it came about, for people
     */
    public ModelFile make(String name, String origin, Maker maker) {
        try (NameLock lock = library.lock(ModelName.require(name))) {
            return makeAlone(name, origin, maker);
        }
    }

    private ModelFile makeAlone(String name, String origin, Maker maker) {
        Path made;
        try {
            made = library.freshCopy(name);
            Files.delete(made);
        } catch (IOException e) {
            throw Admission.failed(library.folder(), e);
        }
        maker.make(made);
        return admission.move(made, name, Optional.empty(), origin);
    }

    /**
     * Adds a file.
     *
     * @param name the model's name; empty for one after the file
     * @param sha256 what the file's SHA-256 must be, if that is known
     * @param link whether the file is used where it lies instead of copied; it must not change then
     * @throws CatalogException with what was kept and what to do
     */
    public ModelFile add(Path file, Optional<String> name, Optional<String> sha256, boolean link) {
        if (!Files.isRegularFile(file)) {
            throw new CatalogException(Code.FILE_FAILED, "There is no file " + file + ". Nothing was installed.");
        }
        String chosen =
                name.map(ModelName::require).orElseGet(() -> ModelName.ofFile(String.valueOf(file.getFileName())));
        try (NameLock lock = library.lock(chosen)) {
            return link ? admission.link(file, chosen, sha256) : copy(file, chosen, sha256);
        }
    }

    private ModelFile copy(Path file, String chosen, Optional<String> sha256) {
        Path copy;
        try {
            copy = library.freshCopy(chosen);
        } catch (IOException e) {
            throw Admission.failed(library.folder(), e);
        }
        try {
            DiskRoom.require(library.folder(), Files.size(file));
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Admission.deleteQuietly(copy);
            throw Admission.failed(file, e);
        } catch (CatalogException e) {
            Admission.deleteQuietly(copy);
            throw e;
        }
        return admission.move(copy, chosen, sha256, "file " + file.getFileName());
    }
}
