package dev.cloister.gateway.marks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.evidence.Envelope;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.marks.check.CheckedText;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import java.util.List;
import java.util.UUID;

/** Signed reports, for compliance. */
@Path("/api/watermark/reports")
@RunOnVirtualThread
public class ReportsResource {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_ENVELOPE = 2_000_000;

    private final Reports reports;
    private final Identity identity;
    private final ObjectMapper json;

    public ReportsResource(Reports reports, Identity identity, ObjectMapper json) {
        this.reports = reports;
        this.identity = identity;
        this.json = json;
    }

    /**
     * What to report on.
     *
     * @param title how the text is called in the report; may be left out
     */
    public record Asked(String text, @Nullable String title) {}

    /** The tenant's reports, the newest first. */
    public record Listing(List<Reports.Listed> reports) {}

    @POST
    public Response make(Asked asked) {
        Caller caller = compliance();
        String text = CheckedText.of(asked == null ? null : asked.text());
        String title = asked.title() == null ? "" : asked.title();
        if (title.length() > LONGEST_TITLE || title.codePoints().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "The title may have up to " + LONGEST_TITLE + " printable characters.", "Nothing was made.");
        }
        return Response.status(201).entity(reports.make(caller, title, text)).build();
    }

    @GET
    public Listing list() {
        return new Listing(reports.list(compliance().tenant()));
    }

    /** The signed report. */
    @GET
    @Path("/{id}")
    public Response report(@PathParam("id") UUID id) {
        Reports.Kept kept = reports.get(compliance().tenant(), id);
        return file(kept.report(), MediaType.APPLICATION_JSON, "mark-report-" + id + ".json");
    }

    /** The report for people, with the signed one attached. */
    @GET
    @Path("/{id}/pdf")
    public Response pdf(@PathParam("id") UUID id) {
        Reports.Kept kept = reports.get(compliance().tenant(), id);
        return file(kept.pdf(), "application/pdf", "mark-report-" + id + ".pdf");
    }

    /** The signed statement that the PDF is this report's. */
    @GET
    @Path("/{id}/pdf-signature")
    public Response pdfSignature(@PathParam("id") UUID id) {
        Reports.Kept kept = reports.get(compliance().tenant(), id);
        return file(kept.pdfEnvelope(), MediaType.APPLICATION_JSON, "mark-report-" + id + ".pdf.json");
    }

    /** What a report says, where this instance signed it and nobody changed it. */
    @POST
    @Path("/verify")
    public MarkReport verify(String envelope) {
        identity.caller();
        if (envelope == null || envelope.length() > LONGEST_ENVELOPE) {
            throw malformed();
        }
        try {
            Envelope read = json.readValue(envelope, Envelope.class);
            if (read == null || read.payload() == null || read.payloadType() == null) {
                throw malformed();
            }
            return reports.open(read);
        } catch (JsonProcessingException | NullPointerException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return new Refusal(
                400,
                "STATEMENT_MALFORMED",
                "This is not a signed statement.",
                "Send the report's JSON file as it was downloaded.");
    }

    private Caller compliance() {
        return identity.callerWho(Role.COMPLIANCE, "Reports are for compliance.");
    }

    private static Response file(Object content, String type, String name) {
        return Response.ok(content, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
