package dev.cloister.retrieval.language;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.util.IOUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** A language whose words can be reduced to stems (Snowball, by Lucene's analyzers), or any other. */
public enum Language {
    ENGLISH("en", EnglishAnalyzer::new, Language::englishStopWords),
    GERMAN("de", GermanAnalyzer::new, GermanAnalyzer::getDefaultStopSet),
    FRENCH("fr", FrenchAnalyzer::new, FrenchAnalyzer::getDefaultStopSet),
    SPANISH("es", SpanishAnalyzer::new, SpanishAnalyzer::getDefaultStopSet),
    ITALIAN("it", ItalianAnalyzer::new, ItalianAnalyzer::getDefaultStopSet),
    PORTUGUESE("pt", PortugueseAnalyzer::new, PortugueseAnalyzer::getDefaultStopSet),
    DUTCH("nl", DutchAnalyzer::new, DutchAnalyzer::getDefaultStopSet),
    SWEDISH("sv", SwedishAnalyzer::new, SwedishAnalyzer::getDefaultStopSet),
    DANISH("da", DanishAnalyzer::new, DanishAnalyzer::getDefaultStopSet),
    NORWEGIAN("no", NorwegianAnalyzer::new, NorwegianAnalyzer::getDefaultStopSet),
    FINNISH("fi", FinnishAnalyzer::new, FinnishAnalyzer::getDefaultStopSet),
    HUNGARIAN("hu", HungarianAnalyzer::new, HungarianAnalyzer::getDefaultStopSet),
    ROMANIAN("ro", RomanianAnalyzer::new, RomanianAnalyzer::getDefaultStopSet),
    RUSSIAN("ru", RussianAnalyzer::new, RussianAnalyzer::getDefaultStopSet),
    TURKISH("tr", TurkishAnalyzer::new, TurkishAnalyzer::getDefaultStopSet),
    /** Whole words in lower case; a word of Chinese or Japanese is searched character by character. */
    OTHER("other", StandardAnalyzer::new, () -> CharArraySet.EMPTY_SET);

    private final String code;
    private final Supplier<Analyzer> analyzer;
    private final Supplier<CharArraySet> stopWords;

    Language(String code, Supplier<Analyzer> analyzer, Supplier<CharArraySet> stopWords) {
        this.code = code;
        this.analyzer = analyzer;
        this.stopWords = stopWords;
    }

    /** Its ISO 639-1 code, or "other". */
    public String code() {
        return code;
    }

    /** A new analyzer, to be closed by the caller. */
    public Analyzer newAnalyzer() {
        return analyzer.get();
    }

    CharArraySet stopWords() {
        return stopWords.get();
    }

    /** Snowball's list, as the other languages have; the English analyzer's own is too short to tell a text by. */
    private static CharArraySet englishStopWords() {
        try (InputStream words =
                IOUtils.requireResourceNonNull(SnowballFilter.class.getResourceAsStream("english_stop.txt"), "list")) {
            return WordlistLoader.getSnowballWordSet(words);
        } catch (IOException e) {
            throw new UncheckedIOException("Lucene's list of English stop words cannot be read", e);
        }
    }
}
