package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.search.Embedder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class CitationAlignerTest {

    private final CitationAligner aligner = new CitationAligner(Embedder::embed);

    @ParameterizedTest
    @ValueSource(strings = {"tuning.txt", "heldout.txt"})
    void citesSupportedSentencesAndNoOthers(String name) throws IOException {
        LabelledSet set = LabelledSet.read(name);
        int supported = 0;
        int cited = 0;
        int wronglyCited = 0;
        StringBuilder misses = new StringBuilder();
        for (LabelledSet.Claim claim : set.claims()) {
            Citation citation = aligner.align(claim.sentence(), set.passages()).getFirst();
            supported += claim.passageId().isPresent() ? 1 : 0;
            if (citation.passageId().isPresent()) {
                boolean right = citation.passageId().equals(claim.passageId());
                cited += right ? 1 : 0;
                wronglyCited += right ? 0 : 1;
            }
            if (!citation.passageId().equals(claim.passageId())) {
                misses.append("\n").append(claim).append(" but ").append(citation);
            }
        }
        System.out.printf("%s: %d of %d cited, %d wrongly%s%n", name, cited, supported, wronglyCited, misses);
        assertTrue(cited >= .85 * supported, misses::toString);
        assertTrue(wronglyCited <= .06 * (set.claims().size() - supported), misses::toString);
    }

    @Test
    void givesEachSentenceItsOwnPlaceAndPassage() throws IOException {
        LabelledSet set = LabelledSet.read("heldout.txt");
        String answer = "Hello! Passwords need at least 12 characters. Tickets cost 20 to 75 euros. Is that all?";
        List<Citation> citations = aligner.align(answer, set.passages());
        assertEquals(
                List.of(Optional.empty(), Optional.of("p3"), Optional.of("p4"), Optional.empty()),
                citations.stream().map(Citation::passageId).toList());
        assertEquals("Tickets cost 20 to 75 euros.", citations.get(2).sentence().of(answer));
    }

    @Test
    void saysWhichSentencesClaimSomethingThatNothingSupports() throws IOException {
        LabelledSet set = LabelledSet.read("heldout.txt");
        String answer = "Hello! Passwords need at least 12 characters. Passwords need at least 9 characters."
                + " Is that all? The moon is made of green cheese.";
        assertEquals(
                List.of(false, false, true, false, true),
                aligner.align(answer, set.passages()).stream()
                        .map(Citation::unsupported)
                        .toList());
    }

    @Test
    void citesNothingWithoutPassages() {
        assertEquals(
                Optional.empty(),
                aligner.align("The sky is blue today.", List.of()).getFirst().passageId());
        assertEquals(List.of(), aligner.align("", List.of()));
    }
}
