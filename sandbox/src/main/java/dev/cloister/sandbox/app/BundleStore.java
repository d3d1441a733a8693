package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bundles of an instance, each in a folder that bears its digest. Files are written once and never changed; what a
 * spoke mounts is checked against the digest at each start. Safe for use by several threads and processes.
 */
public final class BundleStore {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Map<String, AppBundle> known = new ConcurrentHashMap<>();

    /**
     * @param root made where it is missing
     */
    public BundleStore(Path root) {
        try {
            this.root = Files.createDirectories(root).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of bundles " + root + " cannot be made", e);
        }
    }

    /** A bundle and who signed its archive. */
    public record Added(AppBundle bundle, Optional<BundleSignature.Signer> signer) {}

    /**
     * Unpacks an archive and keeps it, where it can be used.
     *
     * @throws SandboxException with BUNDLE_INVALID and what to correct; nothing is kept then
     */
    public Added add(Path archive) {
        BundleSignature signed = BundleSignature.read(archive);
        try {
            Path work = Files.createTempDirectory(root, ".adding");
            try {
                // Only what was signed: a reader that looks from the end could find another archive in the signature.
                Path content = Files.write(work.resolve("content.zip"), signed.content());
                Path fresh = Files.createDirectory(work.resolve("files"));
                BundleArchive.unpack(content, fresh);
                AppBundle bundle = AppBundle.read(fresh);
                open(fresh);
                keep(fresh, folder(bundle.digest()));
                return new Added(get(bundle.digest()), signed.signer());
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle cannot be kept in " + root, e);
        }
    }

    /**
     * The bundle of that digest.
     *
     * @throws SandboxException with BUNDLE_CHANGED where its files are missing or not those
     */
    public AppBundle get(String digest) {
        if (!Files.isDirectory(folder(digest))) {
            known.remove(digest);
        }
        return known.computeIfAbsent(digest, this::read);
    }

    /** Writes the archive of a bundle: always the same bytes for the same digest. */
    public void export(String digest, OutputStream out) {
        BundleArchive.pack(get(digest).folder(), out);
    }

    /** Deletes what an adding left behind that was cut off some time ago. */
    public void sweep(Duration age) {
        try (Stream<Path> all = Files.list(root)) {
            Instant before = Instant.now().minus(age);
            for (Path left : all.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList()) {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(before)) {
                    delete(left);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of bundles " + root + " cannot be swept", e);
        }
    }

    /** Deletes a bundle that nothing runs from. */
    public void remove(String digest) {
        known.remove(digest);
        try {
            delete(folder(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle " + digest + " cannot be deleted", e);
        }
    }

    private AppBundle read(String digest) {
        Path folder = folder(digest);
        if (Files.isDirectory(folder)) {
            AppBundle bundle = AppBundle.read(folder);
            if (bundle.digest().equals(digest)) {
                return bundle;
            }
        }
        throw new SandboxException(
                SandboxException.Code.BUNDLE_CHANGED,
                "The files of the bundle " + digest + " are missing or not those that were agreed to. The app was not"
                        + " started. Remove it and register it again.");
    }

    private Path folder(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw AppBundle.invalid("a digest has 64 lower-case hexadecimal digits");
        }
        return root.resolve(digest);
    }

    private static void keep(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A folder with files in it cannot be replaced: the same bundle is there already, whole or damaged.
            if (!Files.isDirectory(target)) {
                throw e;
            }
            if (!BundleDigest.of(target).equals(String.valueOf(target.getFileName()))) {
                delete(target);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Sandboxes have users of their own, who must be able to read. */
    private static void open(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                String rights = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
            }
        }
    }

    /** Deletes a folder with all that is in it, where there is one. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
