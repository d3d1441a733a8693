package dev.cloister.inference.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which model makes the embeddings: two nodes can compare vectors only where both use the very same one. */
public final class EmbedderFingerprint {

    private static final int BYTES = 1 << 16;

    private EmbedderFingerprint() {}

    /** Its name and SHA-256 over the model and over the tokenizer as it is used. Reads 23 MB. */
    public static String current() {
        try (InputStream model = MiniLm.weights();
                InputStream tokenizer = MiniLm.tokenizer()) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            add(hash, model);
            add(hash, tokenizer);
            return "all-minilm-l6-v2-q sha256:" + HexFormat.of().formatHex(hash.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("the embedder cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void add(MessageDigest hash, InputStream in) throws IOException {
        byte[] buffer = new byte[BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            hash.update(buffer, 0, read);
        }
    }
}
