package dev.cloister.watermark.detect;

import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One reading of a text as one candidate sees it. For one thread. */
final class CandidateReading {

    private final Candidate candidate;
    private final int number;
    private final int[] tokens;
    private final double tries;
    private final MarkScheme.Parts scores;
    private final List<TextWindows.Window> windows;

    /** @param tries how many readings by how many candidates the search looks at */
    CandidateReading(Candidate candidate, int number, int[] tokens, double tries) {
        this.candidate = candidate;
        this.number = number;
        this.tokens = tokens;
        this.tries = tries;
        this.scores = candidate.scheme().parts(tokens);
        this.windows = TextWindows.of(tokens.length);
    }

    /**
     * A part of the text.
     *
     * @param pValue corrected for all that the search tries; may exceed 1
     * @param evidence uncorrected
     */
    record Part(TextWindows.Window window, double pValue, Evidence evidence) {}

    Stream<Part> parts() {
        return windows.stream().map(this::part);
    }

    Part strongest() {
        return parts().min(Comparator.comparingDouble(Part::pValue)).orElseThrow();
    }

    /** How likely the test of the whole text finds a mark that is throughout in it. */
    double power(double significance) {
        TextWindows.Window whole = windows.getFirst();
        int scored = scores.score(whole.from(), whole.to()).scored();
        return candidate.effect().power(scored, significance * whole.share() / tries);
    }

    /** Where the mark is, as far as can be told; nowhere where the reading proves none. */
    List<Passage> passages(double significance) {
        List<Part> proofs =
                parts().filter(part -> part.pValue() <= significance).toList();
        if (proofs.isEmpty()) {
            return List.of();
        }
        Evidence strongest = strongest().evidence();
        List<Stretches.Stretch> stretches =
                new Stretches(scores, strongest.z() / Math.sqrt(strongest.scored())).of(tokens.length);
        return Stream.concat(
                        stretches.stream().filter(one -> proofs.stream().anyMatch(proof -> meets(proof.window(), one))),
                        stretches.isEmpty() ? Stream.of(whole(proofs.getFirst().window())) : Stream.empty())
                .map(one -> new Passage(candidate.scheme().name(), candidate.keyId(), number, one.from(), one.to()))
                .toList();
    }

    private static boolean meets(TextWindows.Window window, Stretches.Stretch stretch) {
        return window.from() < stretch.to() && stretch.from() < window.to();
    }

    private static Stretches.Stretch whole(TextWindows.Window window) {
        return new Stretches.Stretch(window.from(), window.to());
    }

    private Part part(TextWindows.Window window) {
        Evidence evidence = scores.score(window.from(), window.to());
        double pValue = evidence.pValue(TieBreak.of(tokens, window, candidate));
        return new Part(window, pValue * tries / window.share(), evidence);
    }
}
