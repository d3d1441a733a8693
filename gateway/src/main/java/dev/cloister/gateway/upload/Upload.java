package dev.cloister.gateway.upload;

import dev.cloister.gateway.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An upload, spooled to a file: however many arrive at once, none fills the memory.
 *
 * @param file where it lies until it is closed
 * @param bytes its size
 */
public record Upload(Path file, long bytes) implements AutoCloseable {

    private static final String PREFIX = "upload-";
    private static final String SUFFIX = ".part";

    /** Deletes what a stop of the gateway left in the folder. */
    public static void deleteLeft(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /**
     * The whole body. One that is too large is read to its end but not kept, so that the client hears why.
     *
     * @param folder where it is spooled
     * @param limit most bytes
     * @param code of the refusal of a larger one
     */
    public static Upload receive(InputStream body, Path folder, long limit, String code) throws IOException {
        Path file = Files.createTempFile(folder, PREFIX, SUFFIX);
        long total = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total <= limit) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        if (total > limit) {
            Files.deleteIfExists(file);
            throw new Refusal(
                    413,
                    code,
                    "The file is larger than " + limit / (1024 * 1024) + " MB.",
                    "Nothing was stored. Send a smaller one, or its parts.");
        }
        return new Upload(file, total);
    }

    public byte[] content() throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("An upload's file cannot be removed", e);
        }
    }
}
