package dev.cloister.retrieval.search;

import dev.cloister.retrieval.language.Language;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The field of words of each language. A passage has its words in one of them: its document's. */
final class WordFields {

    private static final String PREFIX = "words";

    private WordFields() {}

    /** English keeps the name that the field had when it was the only language. */
    static String of(Language language) {
        return language == Language.ENGLISH ? PREFIX : PREFIX + "." + language.code();
    }

    /** The fields that the index holds words in. */
    static List<String> in(IndexReader reader) {
        Collection<String> fields = FieldInfos.getIndexedFields(reader);
        return Stream.of(Language.values())
                .map(WordFields::of)
                .filter(fields::contains)
                .toList();
    }

    /** Analyzes each field by its language. */
    static Analyzer analyzer() {
        Map<String, Analyzer> analyzers = new HashMap<>();
        for (Language language : Language.values()) {
            analyzers.put(of(language), language.newAnalyzer());
        }
        return new PerFieldAnalyzerWrapper(Language.OTHER.newAnalyzer(), analyzers);
    }
}
