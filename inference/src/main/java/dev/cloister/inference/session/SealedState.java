package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a sequence held, encrypted in blocks.
 *
 * @param owner whose it is
 * @param prefix what it is of
 * @param tokens tokens that the sequence held
 * @param bytes its length in the clear
 * @param nonces one for each block
 * @param blocks what is encrypted, a tag behind each
 */
record SealedState(Session owner, Prefix prefix, int tokens, long bytes, List<Long> nonces, List<ByteBuffer> blocks) {

    /** What a block is bound to: whose state it is, how long that is, and which part. */
    static byte[] bound(Session owner, int tokens, int block) {
        byte[] tenant = owner.tenant().getBytes(StandardCharsets.UTF_8);
        byte[] user = owner.user().getBytes(StandardCharsets.UTF_8);
        byte[] app = owner.app().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 * Integer.BYTES + tenant.length + user.length + app.length)
                .putInt(tokens)
                .putInt(block)
                .putInt(tenant.length)
                .put(tenant)
                .putInt(user.length)
                .put(user)
                .put(app)
                .array();
    }
}
