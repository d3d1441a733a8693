package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The file of a master key: its bytes, or its bytes wrapped. */
final class MasterKeyFile {

    private MasterKeyFile() {}

    static MasterKey openOrCreate(Path file, Optional<WrappingKey> wrapping) {
        try {
            try {
                create(file, wrapping);
            } catch (FileAlreadyExistsException existing) {
                return read(file, wrapping);
            }
            return read(file, wrapping);
        } catch (IOException e) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The master key's file " + file + " cannot be used; it is left as it is."
                            + " Check that its folder belongs to the user who runs Cloister.",
                    e);
        }
    }

    private static void create(Path file, Optional<WrappingKey> wrapping) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        byte[] fresh = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(fresh);
        // The key appears under its name only once it is whole on disk, and a second creator loses to the first.
        Path draft =
                PrivateFile.draft(file, wrapping.map(key -> key.wrap(fresh)).orElse(fresh));
        try {
            Files.createLink(file, draft);
        } finally {
            Arrays.fill(fresh, (byte) 0);
            Files.deleteIfExists(draft);
        }
    }

    private static MasterKey read(Path file, Optional<WrappingKey> wrapping) throws IOException {
        byte[] content = PrivateFile.read(file, WrappingKey.WRAPPED_BYTES);
        byte[] secret =
                switch (content.length) {
                    case MasterKey.BYTES -> content;
                    case WrappingKey.WRAPPED_BYTES -> unwrapped(file, content, wrapping);
                    default -> throw PrivateFile.wrongLength(file);
                };
        try {
            if (content.length == MasterKey.BYTES && wrapping.isPresent()) {
                Path draft = PrivateFile.draft(file, wrapping.get().wrap(secret));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return MasterKey.of(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] unwrapped(Path file, byte[] content, Optional<WrappingKey> wrapping) {
        return wrapping.flatMap(key -> key.unwrap(content))
                .orElseThrow(() -> new WatermarkException(
                        Code.MASTER_KEY_INVALID,
                        "The master key's file " + file + " is wrapped by another key than the one that was given, or"
                                + " was changed; it is left as it is. Give the wrapping key that it was made with."));
    }
}
