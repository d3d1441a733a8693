package dev.cloister.gateway.marks.key;

import dev.cloister.watermark.certificate.Calibration;
import dev.cloister.watermark.certificate.Certificate;
import dev.cloister.watermark.key.MarkName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate says, as it is signed. Certificates of before {@code trials} have one trial's texts, measurements and verdicts in
 * their place.
 *
 * @param statement in words
 * @param tokenizer SHA-256 of the vocabulary
 * @param trials by the texts that it was tried on; it passed where it passed each
 */
public record KeyCertificate(
        String statement,
        String tenant,
        String app,
        String scheme,
        long epoch,
        String keyId,
        String tokenizer,
        List<Tried> trials,
        boolean passed,
        Instant measuredAt) {

    /** The media type of the signed form. */
    public static final String TYPE = "application/vnd.cloister.mark-key-certificate+json";

    public KeyCertificate {
        trials = List.copyOf(trials);
    }

    /**
     * Texts that people wrote.
     *
     * @param name of the package that carries them, or of a collection of the tenant's
     * @param sha256 of the package; of a collection, over the SHA-256 of each document's text in hex, in the order of these
     * @param documents how many of a collection's documents were used
     * @param leftOut how many of them were not, since they bear a mark of the tenant's keys
     */
    public record Texts(String name, String sha256, Optional<Integer> documents, Optional<Integer> leftOut) {

        static Texts ofPackage(String name, String sha256) {
            return new Texts(name, sha256, Optional.empty(), Optional.empty());
        }

        static Texts ofTenant(String name, String sha256, int documents, int leftOut) {
            return new Texts(name, sha256, Optional.of(documents), Optional.of(leftOut));
        }
    }

    /**
     * What was measured on some texts.
     *
     * @param measurements by length of text, at the field's usual rate
     * @param verdicts the same for the product's own verdict
     */
    public record Tried(Texts texts, List<Measurement> measurements, Measurement verdicts) {

        public Tried {
            measurements = List.copyOf(measurements);
        }

        static Tried of(Texts texts, Certificate measured) {
            return new Tried(
                    texts,
                    measured.calibrations().stream().map(Measurement::of).toList(),
                    Measurement.of(measured.verdicts()));
        }
    }

    /**
     * False positives at one length.
     *
     * @param tokens of each window
     * @param nominal the rate that was asked for
     * @param found how many windows counted
     * @param allowed most that a good key may find, with a chance of one in a thousand to find more
     * @param rateLow lower end of the rate's 95 % interval
     * @param rateHigh its upper end
     */
    public record Measurement(
            int tokens, int windows, double nominal, int found, int allowed, double rateLow, double rateHigh) {

        static Measurement of(Calibration one) {
            return new Measurement(
                    one.tokens(),
                    one.windows(),
                    one.nominal(),
                    one.found(),
                    one.allowed(),
                    one.interval().low(),
                    one.interval().high());
        }
    }

    static KeyCertificate of(MarkName name, String keyId, List<Tried> trials, boolean passed, Instant now) {
        String statement = passed
                ? "Before its first use this key was tried on human texts, and called no more of them marked than chance explains."
                : "This key called more human texts marked than chance explains. It was refused and marked nothing.";
        return new KeyCertificate(
                statement,
                name.tenant(),
                name.app(),
                name.scheme(),
                name.epoch(),
                keyId,
                name.tokenizerSha256(),
                trials,
                passed,
                now);
    }
}
