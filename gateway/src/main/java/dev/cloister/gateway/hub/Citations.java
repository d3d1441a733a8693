package dev.cloister.gateway.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which passage supports which sentence of an answer.
 *
 * @param sentences every sentence, in order
 * @param passages the passages that the model was shown, numbered from 1
 */
public record Citations(List<Sentence> sentences, List<Passage> passages) {

    /**
     * A sentence.
     *
     * @param start first UTF-16 unit in the answer's text
     * @param end one past its last unit
     * @param passageId what supports it, or nothing
     */
    public record Sentence(int start, int end, @JsonInclude Optional<String> passageId) {}

    /**
     * A passage of a document.
     *
     * @param owner who shared the document; absent where it is the user's own
     * @param page counts from 1 where the document has pages
     */
    public record Passage(
            String id,
            int number,
            UUID documentId,
            String documentName,
            Optional<String> owner,
            @JsonInclude Optional<Integer> page,
            String text) {}
}
