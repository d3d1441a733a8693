package dev.cloister.gateway.documents;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.retrieval.ingest.DocumentParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads an upload without ever holding more than the limit. */
final class Upload {

    static final int LIMIT = DocumentParser.MAX_BYTES;

    private Upload() {}

    /** The whole body. One that is too large is read to its end but not kept, so that the client hears why. */
    static byte[] read(InputStream body) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            total += read;
            if (total <= LIMIT) {
                content.write(buffer, 0, read);
            } else {
                content.reset();
            }
        }
        if (total > LIMIT) {
            throw new Refusal(
                    413,
                    "DOCUMENT_TOO_LARGE",
                    "The file is larger than " + LIMIT / (1024 * 1024) + " MB.",
                    "Nothing was stored. Split it and upload the parts.");
        }
        return content.toByteArray();
    }
}
