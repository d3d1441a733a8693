package dev.cloister.retrieval.federation.search;

import java.util.Optional;

/**
 * A passage that was found.
 *
 * @param party which party's
 * @param passage its number in that party's snapshot
 * @param score the dot product of the int8 vectors, exact but for the noise that an owner may add
 * @param cosine what it stands for
 * @param title of its document, where the passage could be fetched
 * @param text its words, where it could be fetched
 */
public record FederatedHit(
        String party, int passage, int score, double cosine, Optional<String> title, Optional<String> text) {

    FederatedHit with(String content) {
        int end = content.indexOf('\n');
        return new FederatedHit(
                party,
                passage,
                score,
                cosine,
                Optional.of(content.substring(0, Math.max(0, end))),
                Optional.of(content.substring(end + 1)));
    }
}
