package dev.cloister.watermark.certificate;

import java.util.List;

/**
 * A key's false positives, measured before its first use.
 *
 * @param keyId the public name of the key
 * @param scheme the scheme's name
 * @param calibrations by length and nominal rate
 * @param verdicts how often the longest windows get the verdict "marked"
 */
public record Certificate(String keyId, String scheme, List<Calibration> calibrations, Calibration verdicts) {

    public Certificate {
        calibrations = List.copyOf(calibrations);
    }

    /** Whether the key may mark. */
    public boolean passed() {
        return verdicts.passed() && calibrations.stream().allMatch(Calibration::passed);
    }
}
