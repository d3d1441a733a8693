package dev.cloister.inference.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where the program lies that renders templates. It is compiled at set-up where there is a C++ compiler, into {@code shim}
 * beside the native library's folder, under a name that holds its source's hash: a program of another source is not found.
 */
public final class TemplateProgram {

    private static final String SOURCE = "chat-template.cpp";
    private static final int KEY_CHARACTERS = 16;

    private TemplateProgram() {}

    /**
     * The program, where it was compiled.
     *
     * @param nativeDirectory the folder of the native library, which the program loads too
     */
    public static Optional<Path> of(Path nativeDirectory) {
        Path program = nativeDirectory.resolveSibling("shim").resolve("chat-template-" + key());
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    private static String key() {
        try (InputStream in = TemplateProgram.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IllegalStateException(SOURCE + " is missing from the class path");
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(hash).substring(0, KEY_CHARACTERS);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(SOURCE + " cannot be read", e);
        }
    }
}
