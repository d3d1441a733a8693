package dev.cloister.gateway.marks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.evidence.Envelope;
import dev.cloister.gateway.evidence.Statements;
import dev.cloister.gateway.hash.Sha256;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.marks.check.TextCheck;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes reports and keeps them; the texts are not kept. */
@ApplicationScoped
public class Reports {

    /** The media type of the statement that a PDF is a report's. */
    static final String PDF_TYPE = "application/vnd.cloister.mark-report-pdf+json";

    private static final int MOST_LISTED = 200;

    private final TextCheck check;
    private final Engine engine;
    private final Statements statements;
    private final Ledger ledger;
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Clock clock;
    private final String version;

    public Reports(
            TextCheck check,
            Engine engine,
            Statements statements,
            Ledger ledger,
            Jdbi jdbi,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.check = check;
        this.engine = engine;
        this.statements = statements;
        this.ledger = ledger;
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.version = version;
    }

    /** A report in the list. */
    public record Listed(UUID id, Instant createdAt, String createdBy, String title, String verdict) {}

    /**
     * A report as it is kept.
     *
     * @param report the signed JSON
     * @param pdf the same for people, with the signed JSON within
     * @param pdfEnvelope the signed statement of the PDF's hash
     */
    public record Kept(UUID id, String report, byte[] pdf, String pdfEnvelope) {}

    /** What is signed of a PDF. */
    record PdfStatement(UUID report, String sha256) {}

    Listed make(Caller caller, String title, String text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var head = new MarkReport.Head(
                UUID.randomUUID(),
                now,
                caller.name(),
                caller.tenant(),
                version,
                title.isBlank() ? "Text" : title.strip());
        MarkReport report = MarkReport.of(
                head,
                new MarkReport.Text(Sha256.hex(text), text.length()),
                check.check(caller.tenant(), text),
                new MarkReport.Model(engine.model().name(), engine.model().tokenizerSha256()));
        Envelope envelope = statements.sign(MarkReport.TYPE, report);
        String signed = written(envelope);
        byte[] pdf = ReportPdf.of(report, envelope, signed);
        String pdfSigned = written(statements.sign(PDF_TYPE, new PdfStatement(report.id(), Sha256.hex(pdf))));
        jdbi.useHandle(handle -> handle.execute(
                "insert into mark_report (id, tenant, created_by, created_at, title, verdict, report, pdf, pdf_envelope)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                report.id(),
                caller.tenant(),
                caller.name(),
                now,
                report.title(),
                report.verdict(),
                signed,
                pdf,
                pdfSigned));
        ledger.append(
                caller.tenant(),
                caller.name(),
                "mark.reported",
                Map.of(
                        "id",
                        report.id(),
                        "verdict",
                        report.verdict(),
                        "text",
                        report.text().sha256()));
        return new Listed(report.id(), now, caller.name(), report.title(), report.verdict());
    }

    List<Listed> list(String tenant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, created_at, created_by, title, verdict from mark_report where tenant = ?"
                                + " order by created_at desc limit ?")
                .bind(0, tenant)
                .bind(1, MOST_LISTED)
                .map(ConstructorMapper.of(Listed.class))
                .list());
    }

    Kept get(String tenant, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select id, report, pdf, pdf_envelope from mark_report where tenant = ? and id = ?")
                        .bind(0, tenant)
                        .bind(1, id)
                        .map(ConstructorMapper.of(Kept.class))
                        .findOne())
                .orElseThrow(() -> Refusal.notFound("The report"));
    }

    /** What a report says that this instance signed; throws as {@link Statements#open} does. */
    MarkReport open(Envelope envelope) {
        try {
            return json.readValue(statements.open(MarkReport.TYPE, envelope), MarkReport.class);
        } catch (IOException e) {
            throw new IllegalStateException("What was signed as a report is one.", e);
        }
    }

    private String written(Envelope envelope) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(envelope) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Envelopes are plain records.", e);
        }
    }
}
