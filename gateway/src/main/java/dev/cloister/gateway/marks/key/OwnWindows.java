package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.hash.Sha256;
import dev.cloister.watermark.certificate.Certifier;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Windows of a tenant's own documents.
 *
 * @param name of the collection
 * @param sha256 over the SHA-256 of each document's text that windows were cut from, in the order of these
 * @param documents how many these are
 * @param leftOut how many documents bear a mark of the tenant's keys and were left out
 * @param windows token ids, each as long as the longest that a certificate speaks of
 */
record OwnWindows(String name, String sha256, int documents, int leftOut, List<int[]> windows) {

    private static final int MOST_WINDOWS = 1_200;

    /** Some eight hundred pages: twice what a measurement uses. */
    private static final int MOST_CHARACTERS = 2_000_000;

    /** More of one document would let one kind of phrase decide. */
    private static final int MOST_OF_ONE = 500_000;

    /** The same where each character is a token or several; a search for marks needs memory for each. */
    private static final int MOST_TOKENS_OF_ONE = 150_000;

    /** Those that give no window cost time too. */
    private static final int MOST_DOCUMENTS = 2_000;

    OwnWindows {
        windows = List.copyOf(windows);
    }

    /** What a certificate says of them. */
    KeyCertificate.Texts texts() {
        return KeyCertificate.Texts.ofTenant(name, sha256, documents, leftOut);
    }

    Certifier certifier() {
        return new Certifier(windows);
    }

    /** Takes one document after the other. */
    static final class Reading {

        private final Function<String, int[]> tokenizer;
        private final List<Candidate> known;
        private final List<int[]> windows = new ArrayList<>();
        private final List<String> digests = new ArrayList<>();
        private int characters;
        private int read;
        private int leftOut;

        /** @param known keys whose marks no text of people bears */
        Reading(Function<String, int[]> tokenizer, List<Candidate> known) {
            this.tokenizer = tokenizer;
            this.known = List.copyOf(known);
        }

        /** @return whether another one is wanted */
        boolean add(String text) {
            String beginning = text.substring(0, Math.min(text.length(), MOST_OF_ONE));
            int[] all = tokenizer.apply(beginning);
            int[] tokens = Arrays.copyOf(all, Math.min(all.length, MOST_TOKENS_OF_ONE));
            int length = Certifier.LENGTHS.getLast();
            read++;
            if (marked(tokens)) {
                leftOut++;
            } else if (tokens.length >= length) {
                characters += beginning.length();
                digests.add(Sha256.hex(text));
                for (int start = 0; start + length <= tokens.length; start += length) {
                    windows.add(Arrays.copyOfRange(tokens, start, start + length));
                }
            }
            return characters < MOST_CHARACTERS && read < MOST_DOCUMENTS;
        }

        private boolean marked(int[] tokens) {
            return tokens.length > 0
                    && !known.isEmpty()
                    && new MarkSearch(known, MarkSearch.SIGNIFICANCE)
                                    .search(tokens)
                                    .verdict()
                            == Verdict.MARKED;
        }

        /** Windows spread evenly over all that was read. */
        OwnWindows end(String name) {
            int count = Math.min(MOST_WINDOWS, windows.size());
            List<int[]> spread = IntStream.range(0, count)
                    .mapToObj(i -> windows.get((int) ((long) i * windows.size() / count)))
                    .toList();
            String all = digests.stream().sorted().reduce("", String::concat);
            return new OwnWindows(name, Sha256.hex(all), digests.size(), leftOut, spread);
        }
    }
}
