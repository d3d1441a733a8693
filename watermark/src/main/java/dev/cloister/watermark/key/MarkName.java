package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a mark key is for. Two names that differ in any part have unrelated keys.
 *
 * @param tenant the tenant's id
 * @param app the app's id
 * @param scheme the scheme's name, as its stage factory gives it
 * @param epoch counts up with each rotation, from 0
 * @param tokenizerSha256 the vocabulary that the tokens belong to, lower-case hex
 */
public record MarkName(String tenant, String app, String scheme, long epoch, String tokenizerSha256) {

    public MarkName {
        if (tenant.isEmpty() || app.isEmpty() || scheme.isEmpty() || tokenizerSha256.isEmpty() || epoch < 0) {
            throw new WatermarkException(
                    Code.KEY_NAME_INVALID,
                    "A mark key is named by tenant, app, scheme, an epoch from 0 and the tokenizer's hash; none may be"
                            + " empty.");
        }
    }

    /** The parts in the record's order, each as u32 big-endian length and UTF-8 bytes, the epoch in decimal. */
    byte[] encoded() {
        List<byte[]> parts = List.of(tenant, app, scheme, Long.toString(epoch), tokenizerSha256).stream()
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        ByteBuffer out = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        return out.array();
    }
}
