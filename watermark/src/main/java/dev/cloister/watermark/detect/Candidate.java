package dev.cloister.watermark.detect;

import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.Effect;

/**
 * A mark that a text may bear.
 *
 * @param keyId the public name of the key
 * @param scheme the scheme with that key
 * @param effect how strongly its marks show; decides whether a text is long enough to say that it has none
 */
public record Candidate(String keyId, MarkScheme scheme, Effect effect) {}
