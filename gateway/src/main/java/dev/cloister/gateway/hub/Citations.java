package dev.cloister.gateway.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which passage supports which sentence of an answer, and where sources disagree.
 *
 * @param sentences every sentence, in order
 * @param passages the passages that the model was shown, and then those that disagree with one of them, numbered from 1
 * @param conflicts what two of the passages say differently
 */
public record Citations(List<Sentence> sentences, List<Passage> passages, List<Conflict> conflicts) {

    /**
     * A sentence.
     *
     * @param start first UTF-16 unit in the answer's text
     * @param end one past its last unit
     * @param passageId what supports it, or nothing
     * @param unsupported whether it claims something that none of the passages supports
     */
    public record Sentence(int start, int end, @JsonInclude Optional<String> passageId, boolean unsupported) {}

    /**
     * Two sources that give a value differently. Which of them is right is not said.
     *
     * @param kind number, date or name
     */
    public record Conflict(String kind, Side first, Side second) {}

    /**
     * What one of them says, in UTF-16 units of the passage's text.
     *
     * @param start where the sentence begins
     * @param end where it ends
     * @param valueStart where the value begins
     * @param valueEnd where it ends
     */
    public record Side(String passageId, int start, int end, int valueStart, int valueEnd) {}

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
