package dev.cloister.gateway.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One entry.
 *
 * @param seq 1 for the first, then one more each
 * @param at when, in whole microseconds
 * @param tenant whose
 * @param actor an account's name, or {@code system}
 * @param action dotted, such as {@code document.added}
 * @param detail a JSON object; names and sizes, never contents
 * @param previousHash hash of the entry before, 32 zero bytes for the first
 * @param hash SHA-256 of {@link #body()}
 * @param signature Ed25519 signature of the hash
 */
public record LedgerEntry(
        long seq,
        Instant at,
        String tenant,
        String actor,
        String action,
        String detail,
        byte[] previousHash,
        byte[] hash,
        byte[] signature) {

    /** The bytes that the hash covers: each text with its length as u32 big-endian, numbers as i64 big-endian. */
    byte[] body() {
        return body(seq, at, tenant, actor, action, detail, previousHash);
    }

    static byte[] body(
            long seq, Instant at, String tenant, String actor, String action, String detail, byte[] previousHash) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(previousHash);
            out.writeLong(seq);
            out.writeLong(at.getEpochSecond());
            out.writeLong(at.getNano());
            for (String text : new String[] {tenant, actor, action, detail}) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
