package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Files that are used only when their SHA-256 is the agreed one: the native library's and the models'. */
public final class NativeFiles {

    private static final String PINS = "native-files.sha256";

    private NativeFiles() {}

    /**
     * Checks that the directory holds exactly the pinned shared objects.
     *
     * @throws EngineException LIBRARY_MISMATCH for a missing, changed or added shared object
     */
    public static void checkLibrary(Path directory) {
        Map<String, String> pins = pins();
        try (var listed = Files.list(directory)) {
            listed.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".so") && !pins.containsKey(name))
                    .findAny()
                    .ifPresent(name -> {
                        throw mismatch(directory, name + " does not belong to the pinned release");
                    });
            for (var pin : pins.entrySet()) {
                Path file = directory.resolve(pin.getKey());
                if (!Files.isRegularFile(file)) {
                    throw mismatch(directory, pin.getKey() + " is missing");
                }
                if (!sha256(file).equals(pin.getValue())) {
                    throw mismatch(directory, pin.getKey() + " is not the pinned file");
                }
            }
        } catch (IOException e) {
            throw new EngineException(Code.LIBRARY_MISMATCH, "The native library cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a model file.
     *
     * @param sha256 the agreed hash, lower-case hex
     * @throws EngineException MODEL_INVALID for a missing, truncated or other file
     */
    public static void checkModel(Path file, String sha256) {
        if (!Files.isRegularFile(file)) {
            throw new EngineException(Code.MODEL_INVALID, "The model file " + file + " is missing; fetch it again.");
        }
        try {
            String found = sha256(file);
            if (!found.equals(sha256)) {
                throw new EngineException(
                        Code.MODEL_INVALID,
                        "The model file %s (%d bytes, SHA-256 %s) is truncated or not the agreed one (SHA-256 %s); delete it and fetch it again."
                                .formatted(file, Files.size(file), found, sha256));
            }
        } catch (IOException e) {
            throw new EngineException(Code.MODEL_INVALID, "The model file cannot be read: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of a file, lower-case hex. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                continue;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh SHA-256. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, String> pins() {
        try (InputStream in = NativeFiles.class.getResourceAsStream(PINS)) {
            if (in == null) {
                throw new IllegalStateException(PINS + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toMap(line -> line.substring(66).strip(), line -> line.substring(0, 64)));
        } catch (IOException e) {
            throw new IllegalStateException(PINS + " cannot be read", e);
        }
    }

    private static EngineException mismatch(Path directory, String what) {
        return new EngineException(
                Code.LIBRARY_MISMATCH,
                "The native library in %s does not fit: %s. Nothing was loaded; delete the folder and fetch it again."
                        .formatted(directory, what));
    }
}
