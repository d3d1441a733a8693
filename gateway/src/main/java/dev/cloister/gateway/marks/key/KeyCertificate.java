package dev.cloister.gateway.marks.key;

import dev.cloister.watermark.certificate.Calibration;
import dev.cloister.watermark.certificate.Certificate;
import dev.cloister.watermark.key.MarkName;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate says, as it is signed.
 *
 * @param statement in words
 * @param tokenizer SHA-256 of the vocabulary
 * @param texts the human texts it was measured on
 * @param measurements by length of text, at the field's usual rate
 * @param verdicts the same for the product's own verdict
 */
public record KeyCertificate(
        String statement,
        String tenant,
        String app,
        String scheme,
        long epoch,
        String keyId,
        String tokenizer,
        Texts texts,
        List<Measurement> measurements,
        Measurement verdicts,
        boolean passed,
        Instant measuredAt) {

    /** The media type of the signed form. */
    public static final String TYPE = "application/vnd.cloister.mark-key-certificate+json";

    public KeyCertificate {
        measurements = List.copyOf(measurements);
    }

    /** Texts by the name and the hash of the package that carries them. */
    public record Texts(String name, String sha256) {}

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

    static KeyCertificate of(MarkName name, Certificate measured, Texts texts, Instant now) {
        String statement = measured.passed()
                ? "Before its first use this key was tried on human texts, and called no more of them marked than chance explains."
                : "This key called more human texts marked than chance explains. It was refused and marked nothing.";
        return new KeyCertificate(
                statement,
                name.tenant(),
                name.app(),
                name.scheme(),
                name.epoch(),
                measured.keyId(),
                name.tokenizerSha256(),
                texts,
                measured.calibrations().stream().map(Measurement::of).toList(),
                Measurement.of(measured.verdicts()),
                measured.passed(),
                now);
    }
}
