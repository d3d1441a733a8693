package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * An app's files.
 *
 * @param folder where they lie
 * @param manifest what they declare
 * @param digest SHA-256 over all files, lower-case hex: what a user's consent and an operator's approval are pinned to
 */
public record AppBundle(Path folder, AppManifest manifest, String digest) {

    private static final long MAX_MANIFEST_BYTES = 1L << 20;

    /**
     * Reads a bundle's folder.
     *
     * @throws SandboxException with BUNDLE_INVALID and what to correct
     */
    public static AppBundle read(Path folder) {
        try {
            Path file = folder.resolve("manifest.json");
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_MANIFEST_BYTES) {
                throw invalid(folder + " has no manifest.json of at most 1 MiB");
            }
            AppManifest manifest = ManifestReader.read(Files.readString(file));
            String digest = BundleDigest.of(folder);
            if (!Files.isRegularFile(folder.resolve(manifest.entryPoint()), LinkOption.NOFOLLOW_LINKS)) {
                throw invalid("the server's file " + manifest.entryPoint() + " is missing");
            }
            return new AppBundle(folder.toRealPath(), manifest, digest);
        } catch (CharacterCodingException e) {
            throw invalid("its manifest.json is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle in " + folder + " cannot be read", e);
        }
    }

    /**
     * Checks that the files are still those that were read.
     *
     * @throws SandboxException with BUNDLE_CHANGED where they are not
     */
    public void requireUnchanged() {
        try {
            if (!BundleDigest.of(folder).equals(digest)) {
                throw new SandboxException(
                        SandboxException.Code.BUNDLE_CHANGED,
                        "The files of the app \"" + manifest.name()
                                + "\" are not those that were agreed to. The app was"
                                + " not started. Review it and register it again.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle in " + folder + " cannot be read", e);
        }
    }

    static SandboxException invalid(String why) {
        return new SandboxException(SandboxException.Code.BUNDLE_INVALID, inWords(why));
    }

    static SandboxException invalid(String why, Exception cause) {
        return new SandboxException(SandboxException.Code.BUNDLE_INVALID, inWords(why), cause);
    }

    private static String inWords(String why) {
        return "The bundle cannot be used: " + why + ". Nothing was installed. Correct the bundle.";
    }
}
