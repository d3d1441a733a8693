package dev.cloister.inference;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Steps over the values of a GGUF file's metadata (version 3). */
final class GgufWalk {

    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final Set<Integer> ONE_BYTE = Set.of(0, 1, 7);
    private static final Set<Integer> TWO_BYTES = Set.of(2, 3);
    private static final Set<Integer> FOUR_BYTES = Set.of(4, 5, 6);

    private final ByteBuffer in;

    GgufWalk(ByteBuffer in) {
        this.in = in;
    }

    void skip(int type) {
        if (type == STRING) {
            string();
        } else if (type == ARRAY) {
            int element = in.getInt();
            long count = in.getLong();
            for (long i = 0; i < count; i++) {
                skip(element);
            }
        } else {
            int bytes = ONE_BYTE.contains(type) ? 1 : TWO_BYTES.contains(type) ? 2 : FOUR_BYTES.contains(type) ? 4 : 8;
            in.position(in.position() + bytes);
        }
    }

    String string() {
        byte[] bytes = new byte[Math.toIntExact(in.getLong())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
