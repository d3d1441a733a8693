package dev.cloister.gateway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Random secrets in files that only the gateway's user can read. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String READABLE = "abcdefghijkmnpqrstuvwxyz23456789";

    private Secrets() {}

    /** The secret of that file as hex; 32 fresh random bytes on the first call. */
    public static String hex(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                RANDOM.nextBytes(fresh);
                write(file, HexFormat.of().formatHex(fresh).getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + file.getFileName() + " cannot be read or written", e);
        }
    }

    /** Writes a file that did not exist, readable by its owner alone from its first byte on. */
    public static void write(Path file, byte[] content) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, mode)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** A password that a person can type: five groups of four letters and digits, 100 bits. */
    public static String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 4 == 0) {
                password.append('-');
            }
            password.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
        }
        return password.toString();
    }

    /** 32 fresh random bytes as URL-safe text. */
    public static String token() {
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
    }
}
