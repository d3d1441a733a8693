package dev.cloister.watermark.detect;

/** The test of one text for one candidate, without any correction. */
public final class WindowTest {

    private WindowTest() {}

    /** Uniform by chance: ties are decided by a hash of the text. */
    public static double pValue(int[] tokens, Candidate candidate) {
        TextWindows.Window whole = TextWindows.of(tokens.length).getFirst();
        return candidate.scheme().score(tokens).pValue(TieBreak.of(tokens, whole, candidate));
    }
}
