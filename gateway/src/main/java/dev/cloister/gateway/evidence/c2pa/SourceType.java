package dev.cloister.gateway.evidence.c2pa;

/** How a text came about, in the words of IPTC's vocabulary of digital source types. */
public enum SourceType {
    /** A model wrote it. */
    GENERATED("trainedAlgorithmicMedia"),
    /** A model wrote parts of it. */
    MIXED("compositeWithTrainedAlgorithmicMedia");

    private final String term;

    SourceType(String term) {
        this.term = term;
    }

    String uri() {
        return "http://cv.iptc.org/newscodes/digitalsourcetype/" + term;
    }
}
