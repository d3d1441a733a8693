package dev.cloister.retrieval.search;

import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a text has words of a query: words with the same stem, as the search by words takes them. */
final class Matches {

    private final Analyzer analyzer;
    private final String field;
    private final Set<String> wanted = new HashSet<>();

    /** @param field whose language is spoken */
    Matches(Analyzer analyzer, String field, String query) throws IOException {
        this.analyzer = analyzer;
        this.field = field;
        each(query, (term, place) -> wanted.add(term));
    }

    /** In order, in UTF-16 units of the text. */
    List<Span> in(String text) throws IOException {
        List<Span> places = new ArrayList<>();
        each(text, (term, place) -> {
            if (wanted.contains(term)) {
                places.add(place);
            }
        });
        return List.copyOf(places);
    }

    private interface Word {
        void seen(String term, Span place);
    }

    private void each(String text, Word word) throws IOException {
        try (TokenStream tokens = analyzer.tokenStream(field, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                word.seen(term.toString(), new Span(place.startOffset(), place.endOffset()));
            }
            tokens.end();
        }
    }
}
