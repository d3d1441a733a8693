package dev.cloister.gateway.marks.report;

import dev.cloister.gateway.marks.check.Span;
import dev.cloister.gateway.marks.check.TextCheck;
import dev.cloister.watermark.detect.Finding;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a report says, as it is signed.
 *
 * @param statement the verdict in words
 * @param limits what it does not say
 * @param title how whoever asked calls the text
 * @param text which text was checked; it is not kept
 * @param significance at most this share of unmarked texts is called marked
 * @param effectUnknown whether the expected power is not known, since nobody measured how strongly answers of the model bear a mark
 * @param keysLeftOut keys of models with other vocabularies, which could not be tried
 * @param score standard deviations by which the strongest part exceeds chance
 * @param model whose tokens were looked at
 */
public record MarkReport(
        UUID id,
        Instant createdAt,
        String createdBy,
        String tenant,
        String version,
        String title,
        Text text,
        String verdict,
        String statement,
        String limits,
        double pValue,
        double significance,
        double expectedPower,
        boolean effectUnknown,
        double score,
        int tokensScored,
        int keysTried,
        int keysLeftOut,
        int readings,
        List<Span> passages,
        Model model) {

    /** The media type of the signed form. */
    public static final String TYPE = "application/vnd.cloister.mark-report+json";

    public MarkReport {
        passages = List.copyOf(passages);
    }

    /**
     * The text that was checked.
     *
     * @param sha256 of its UTF-8 bytes
     * @param characters in UTF-16 units, in which passages count too
     */
    public record Text(String sha256, int characters) {}

    /** The model's name, and its vocabulary by SHA-256. */
    public record Model(String name, String tokenizer) {}

    /** Who and what a report is about. */
    record Head(UUID id, Instant createdAt, String createdBy, String tenant, String version, String title) {}

    static MarkReport of(Head head, Text text, TextCheck.Checked checked, Model model) {
        Finding finding = checked.finding();
        return new MarkReport(
                head.id(),
                head.createdAt(),
                head.createdBy(),
                head.tenant(),
                head.version(),
                head.title(),
                text,
                finding.verdict().code(),
                statement(finding.verdict(), checked.effectUnknown()),
                limits(finding.verdict()),
                finding.pValue(),
                MarkSearch.SIGNIFICANCE,
                finding.expectedPower(),
                checked.effectUnknown(),
                finding.evidence().z(),
                finding.evidence().scored(),
                checked.keysTried(),
                checked.keysLeftOut(),
                checked.readings(),
                checked.spans(),
                model);
    }

    private static String statement(Verdict verdict, boolean effectUnknown) {
        return switch (verdict) {
            case MARKED ->
                "The text bears a mark that this installation puts on generated answers. At most one unmarked text in"
                        + " ten thousand would be called so.";
            case NOT_FOUND ->
                "No mark of this installation was found. A text of this length that bears the mark throughout, as strong"
                        + " as the default model's answers at temperature 1 bear it, would most likely have been found.";
            case INSUFFICIENT ->
                effectUnknown
                        ? "No mark was found. How strongly answers bear one was not measured for every model here, so that"
                                + " nothing follows from it."
                        : "The text is too short, or too repetitive, to say anything either way.";
        };
    }

    private static String limits(Verdict verdict) {
        return switch (verdict) {
            case MARKED ->
                "The report does not say who asked for the words, when, or whether they are true. Parts may have been"
                        + " edited or added since. Whoever holds the installation's master key can make a text that bears"
                        + " the mark, and whoever collected many of its answers can imitate it to a degree.";
            case NOT_FOUND ->
                "The report does not say that a person wrote the text. Another system may have, or it may have been"
                        + " reworded until the mark was gone.";
            case INSUFFICIENT -> "The report is a sign neither for a mark nor against one.";
        };
    }
}
