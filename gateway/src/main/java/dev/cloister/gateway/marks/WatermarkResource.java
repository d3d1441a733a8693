package dev.cloister.gateway.marks;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Public;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.watermark.detect.Detection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Locale;
import java.util.Map;

/** Checks of a text for the mark. */
@Path("/api/watermark")
@RunOnVirtualThread
public class WatermarkResource {

    private static final int LONGEST_TEXT = 400_000;
    private static final int LONGEST_PUBLIC_TEXT = 40_000;
    private static final String TENANT = "default";

    private final Marks marks;
    private final Identity identity;
    private final Ledger ledger;
    private final PublicChecks publicChecks;

    public WatermarkResource(Marks marks, Identity identity, Ledger ledger, PublicChecks publicChecks) {
        this.marks = marks;
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
     * @param score standard deviations by which green tokens exceed chance, for the best of the tenant's keys
     * @param pValue how likely an unmarked text scores as high, corrected for the number of keys tried
     * @param tokensScored distinct pairs of neighbouring tokens
     */
    public record Report(String verdict, double score, double pValue, int tokensScored) {

        public static Report of(Detection found) {
            return new Report(word(found), found.score(), found.pValue(), found.tokensScored());
        }
    }

    /** The verdict alone: scores help whoever wants to remove a mark. */
    public record Verdict(String verdict) {}

    /** For the tenant's own people. */
    @POST
    @Path("/detect")
    public Report detect(Check check) {
        Caller caller = identity.caller();
        Detection found = marks.detect(caller.tenant(), text(check, LONGEST_TEXT));
        ledger.append(
                caller.tenant(),
                caller.name(),
                "watermark.checked",
                Map.of("verdict", word(found), "tokensScored", found.tokensScored()));
        return Report.of(found);
    }

    /** For anyone. */
    @POST
    @Path("/verify")
    @Public
    public Verdict verify(Check check) {
        String text = text(check, LONGEST_PUBLIC_TEXT);
        publicChecks.take();
        return new Verdict(word(marks.detect(TENANT, text)));
    }

    private static String word(Detection found) {
        return found.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static String text(Check check, int longest) {
        if (check == null || check.text() == null || check.text().isBlank()) {
            throw Refusal.invalid("There is no text to check.", "Send {\"text\": ...}.");
        }
        if (check.text().length() > longest) {
            throw new Refusal(
                    413, "TOO_LARGE", "The text is longer than " + longest + " characters.", "Check it in parts.");
        }
        return check.text();
    }
}
