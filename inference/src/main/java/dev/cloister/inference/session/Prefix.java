package dev.cloister.inference.session;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a sequence holds of a prompt, in whole chunks, told without the tokens: a keyed digest for each chunk and all that
 * is before it. Two prefixes have as many chunks in common as the prompts that they are of.
 */
record Prefix(List<ByteBuffer> chunks) {

    Prefix {
        chunks = List.copyOf(chunks);
    }

    int size() {
        return chunks.size();
    }

    Prefix first(int count) {
        return new Prefix(chunks.subList(0, count));
    }

    int common(Prefix other) {
        int most = Math.min(size(), other.size());
        int count = 0;
        while (count < most && chunks.get(count).equals(other.chunks.get(count))) {
            count++;
        }
        return count;
    }

    boolean covers(Prefix other) {
        return common(other) == other.size();
    }
}
