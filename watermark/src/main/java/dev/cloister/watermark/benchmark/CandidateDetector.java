package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.WindowTest;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.Evidence;
import java.util.List;
import java.util.Optional;

/** The product's own search. */
record CandidateDetector(Candidate candidate, MarkSearch search) implements Detector {

    /** @param id the public name of the scheme's key */
    static CandidateDetector of(String id, MarkScheme scheme) {
        Candidate candidate = new Candidate(id, scheme, AppScheme.DEFAULT.effect());
        return new CandidateDetector(candidate, new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE));
    }

    static CandidateDetector of(MarkKey key, MarkScheme scheme) {
        return of(key.id(), scheme);
    }

    @Override
    public double pValue(List<int[]> readings) {
        return search.search(readings).pValue();
    }

    @Override
    public double plain(int[] window) {
        return WindowTest.pValue(window, candidate);
    }

    @Override
    public Optional<Evidence> evidence(int[] tokens) {
        return Optional.of(candidate.scheme().score(tokens));
    }
}
