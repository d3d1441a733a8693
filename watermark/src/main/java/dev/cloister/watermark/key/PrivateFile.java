package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that its owner alone may use. */
final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private PrivateFile() {}

    /**
     * Reads a file of at most so many bytes.
     *
     * @throws WatermarkException with {@link Code#MASTER_KEY_INVALID} where others may use it, or it is longer
     */
    static byte[] read(Path file, int most) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.retainAll(OPEN_TO_OTHERS);
        if (!permissions.isEmpty()) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "Other users may use the key's file " + file + "; it is left as it is."
                            + " If you trust it, make it private with: chmod 600 " + file);
        }
        if (Files.size(file) > most) {
            throw wrongLength(file);
        }
        return Files.readAllBytes(file);
    }

    static WatermarkException wrongLength(Path file) {
        return new WatermarkException(
                Code.MASTER_KEY_INVALID,
                "The key's file " + file + " does not have a key's length; it is left as it is."
                        + " Restore it from the backup, or move it away to start with a new key"
                        + " (marks made with the old one can then no longer be proved).");
    }

    /** Writes a draft beside a file, whole on disk before it gets its name. */
    static Path draft(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "master",
                ".draft",
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        return draft;
    }
}
