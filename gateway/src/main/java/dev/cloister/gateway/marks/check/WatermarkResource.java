package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.evidence.c2pa.CheckedCredential;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Public;
import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.ledger.Ledger;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of a text for the mark. */
@Path("/api/watermark")
@RunOnVirtualThread
public class WatermarkResource {

    private static final int LONGEST_PUBLIC_TEXT = 40_000;

    private final TextCheck check;
    private final Identity identity;
    private final Ledger ledger;
    private final PublicChecks publicChecks;

    public WatermarkResource(TextCheck check, Identity identity, Ledger ledger, PublicChecks publicChecks) {
        this.check = check;
        this.identity = identity;
        this.ledger = ledger;
        this.publicChecks = publicChecks;
    }

    /** The text to check. */
    public record Check(String text) {}

    /**
     * What was found.
     *
     * @param verdict marked, not_found or insufficient
     * @param score standard deviations by which the strongest part exceeds chance
     * @param pValue how likely an unmarked text shows as much, corrected for all keys, readings and parts tried
     * @param tokensScored distinct pieces of evidence in the strongest part
     * @param expectedPower how likely a text of this length that is marked throughout is found
     * @param effectUnknown whether that is not known, since nobody measured how strongly answers of the model in use bear a mark, or
     *     those that one of the keys marks
     * @param keysTried keys of all schemes and epochs
     * @param keysLeftOut keys of models with other vocabularies, which could not be tried
     * @param spans where the mark is, in UTF-16 units
     * @param credential what the manifest says that travels with the text (C2PA); absent where there is none
     */
    public record Report(
            String verdict,
            double score,
            double pValue,
            int tokensScored,
            double expectedPower,
            boolean effectUnknown,
            int keysTried,
            int keysLeftOut,
            List<Span> spans,
            Optional<CheckedCredential> credential) {

        public static Report of(TextCheck.Checked checked) {
            var finding = checked.finding();
            return new Report(
                    finding.verdict().code(),
                    finding.evidence().z(),
                    finding.pValue(),
                    finding.evidence().scored(),
                    finding.expectedPower(),
                    checked.effectUnknown(),
                    checked.keysTried(),
                    checked.keysLeftOut(),
                    checked.spans(),
                    checked.credential());
        }
    }

    /** The verdict alone: scores help whoever wants to remove a mark. */
    public record Verdict(String verdict) {}

    /** For the tenant's own people. */
    @POST
    @Path("/detect")
    public Report detect(Check asked) {
        Caller caller = identity.caller();
        Report report = Report.of(check.check(caller.tenant(), CheckedText.of(asked == null ? null : asked.text())));
        ledger.append(
                caller.tenant(),
                caller.name(),
                "watermark.checked",
                Map.of("verdict", report.verdict(), "tokensScored", report.tokensScored()));
        return report;
    }

    /** For anyone. */
    @POST
    @Path("/verify")
    @Public
    public Verdict verify(Check asked) {
        String text = CheckedText.of(asked == null ? null : asked.text(), LONGEST_PUBLIC_TEXT);
        publicChecks.take();
        return new Verdict(
                check.checkForStranger(Tenant.OWN, text).finding().verdict().code());
    }
}
