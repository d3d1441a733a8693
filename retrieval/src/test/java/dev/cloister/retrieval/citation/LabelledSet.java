package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sentences that a passage supports ("+") or that no passage does ("-"), written by hand; all passages of a set compete.
 */
record LabelledSet(List<Passage> passages, List<Claim> claims) {

    record Claim(String sentence, Optional<String> passageId) {}

    static LabelledSet read(String name) throws IOException {
        List<Passage> passages = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        InputStream file = Objects.requireNonNull(LabelledSet.class.getResourceAsStream("/citation/" + name));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("passage ")) {
                    String text = line.substring(8);
                    passages.add(new Passage("p" + passages.size(), "d", 1, new Span(0, text.length()), "", text));
                } else if (line.startsWith("+ ")) {
                    claims.add(new Claim(
                            line.substring(2), Optional.of(passages.getLast().id())));
                } else if (line.startsWith("- ")) {
                    claims.add(new Claim(line.substring(2), Optional.empty()));
                }
            }
        }
        return new LabelledSet(passages, claims);
    }
}
