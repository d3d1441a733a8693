package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that carry a sentence's content, stemmed. */
final class ContentWords {

    private static final List<String> FUNCTION_WORDS = List.of(
            "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been",
            "before", "being", "but", "by", "can", "could", "did", "do", "does", "each", "for", "from", "had", "has",
            "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may", "might", "more",
            "most", "must", "no", "not", "of", "on", "only", "or", "other", "our", "out", "over", "per", "shall", "she",
            "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
            "this", "those", "to", "under", "until", "up", "was", "we", "were", "what", "when", "where", "which",
            "while", "who", "will", "with", "would", "you", "your");

    private static final Analyzer ANALYZER = new EnglishAnalyzer(new CharArraySet(FUNCTION_WORDS, true));

    private ContentWords() {}

    /** A content word: its stem, and where it stands. */
    record Word(String stem, Span span) {}

    static Set<String> of(String text) {
        return in(text).stream().map(Word::stem).collect(Collectors.toSet());
    }

    /** In order. */
    static List<Word> in(String text) {
        List<Word> words = new ArrayList<>();
        try (TokenStream tokens = ANALYZER.tokenStream("text", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(new Word(term.toString(), new Span(place.startOffset(), place.endOffset())));
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail to be read.", e);
        }
        return words;
    }
}
