package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of an installation from which every mark key is derived.
 *
 * <p>Security guarantees: the bytes never leave this object, not even in {@link #toString()}; the file is created for
 * its owner alone and refused when others may read it; {@link #close()} overwrites the copy in memory. Whoever loses
 * the file can no longer prove old marks, so it belongs into the backup.
 */
public final class MasterKey implements AutoCloseable {

    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final byte[] secret;
    private boolean closed;

    private MasterKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Takes a copy of the given bytes, and leaves overwriting the original to the caller.
     *
     * @param secret exactly {@link #BYTES} bytes
     */
    public static MasterKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID, "A master key has " + BYTES + " bytes, not " + secret.length + ".");
        }
        return new MasterKey(secret.clone());
    }

    /**
     * Reads the key from its file, and makes the file with a fresh random key where there is none.
     *
     * @throws WatermarkException with {@link Code#MASTER_KEY_INVALID} when the file is no key or not private; the file
     *     is left as it is
     */
    public static MasterKey openOrCreate(Path file) {
        try {
            try {
                create(file);
            } catch (FileAlreadyExistsException existing) {
                return read(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The master key's file " + file + " cannot be used; it is left as it is."
                            + " Check that its folder belongs to the user who runs Cloister.",
                    e);
        }
    }

    synchronized byte[] derive(byte[] message) {
        if (closed) {
            throw new IllegalStateException("The master key is closed.");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256.", e);
        }
    }

    /** Overwrites the key in memory; deriving from it fails from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "MasterKey[secret]";
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        // The key appears under its name only once it is whole on disk, and a second creator loses to the first.
        Path draft = Files.createTempFile(folder, "master", ".draft", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(fresh);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
        } finally {
            Arrays.fill(fresh, (byte) 0);
            Files.deleteIfExists(draft);
        }
    }

    private static MasterKey read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.retainAll(OPEN_TO_OTHERS);
        if (!permissions.isEmpty()) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "Other users may use the master key's file " + file + "; it is left as it is."
                            + " If you trust it, make it private with: chmod 600 " + file);
        }
        if (Files.size(file) != BYTES) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The master key's file " + file + " does not hold " + BYTES + " bytes; it is left as it is."
                            + " Restore it from the backup, or move it away to start with a new key"
                            + " (marks made with the old one can then no longer be proved).");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
