package dev.cloister.gateway.marks.report;

import dev.cloister.gateway.evidence.Envelope;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/** A report as a person reads it, with the signed JSON as an attached file. */
final class ReportPdf {

    private static final String ATTACHMENT = "mark-report.json";
    private static final int MOST_PASSAGES = 12;

    private ReportPdf() {}

    static byte[] of(MarkReport report, Envelope envelope, String signed) {
        try (PDDocument document = new PDDocument()) {
            describe(document, report);
            try (PdfPages pages = new PdfPages(document)) {
                write(pages, report, envelope);
            }
            attach(document, report, signed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A PDF is made in memory.", e);
        }
    }

    private static void write(PdfPages pages, MarkReport report, Envelope envelope) throws IOException {
        pages.title("Report on a text's mark");
        pages.soft("Report " + report.id() + ", made " + report.createdAt() + " by " + report.createdBy());
        pages.verdict(inWords(report.verdict(), report.effectUnknown()));
        pages.paragraph(report.statement());
        pages.heading("What this does not say");
        pages.paragraph(report.limits());
        pages.heading("The text");
        pages.fact("Called", report.title());
        pages.fact("Length", count(report.text().characters()) + " characters (UTF-16 units)");
        pages.fact("SHA-256 of its UTF-8", report.text().sha256());
        pages.paragraph("The text itself is not kept. A text whose hash differs is another text.");
        pages.heading("The measurement");
        pages.fact("p-value", number(report.pValue()) + ", corrected for all that was tried");
        pages.fact("Called marked from", number(report.significance()) + " downwards");
        pages.fact("Tried", count(report.keysTried()) + " keys, " + report.readings() + " readings of the text");
        pages.fact(
                "Evidence",
                count(report.tokensScored()) + " tokens, " + String.format(Locale.ROOT, "%.2f", report.score())
                        + " standard deviations beyond chance");
        pages.fact(
                "Expected power",
                report.effectUnknown()
                        ? "not measured for every model here"
                        : String.format(Locale.ROOT, "%.1f %%", 100 * report.expectedPower())
                                + " of texts of this length that are marked throughout are found");
        pages.fact("Model", report.model().name());
        if (!report.passages().isEmpty()) {
            pages.heading("Where the mark is");
            report.passages().stream()
                    .limit(MOST_PASSAGES)
                    .forEach(span -> pages.fact(
                            count(span.start()) + " to " + count(span.end()), span.scheme() + ", key " + span.keyId()));
            if (report.passages().size() > MOST_PASSAGES) {
                pages.paragraph("And " + (report.passages().size() - MOST_PASSAGES) + " more; see the attached file.");
            }
        }
        pages.heading("How to verify");
        pages.paragraph("The file " + ATTACHMENT + " attached to this document is signed with the installation's keys"
                + " (DSSE envelope, Ed25519 and ML-DSA-65). Its public keys stand at /.well-known/cloister; the program"
                + " verify-report.mjs checks the file against them without a network. A signed statement of this"
                + " document's own hash is given out beside it.");
        envelope.signatures().forEach(signature -> pages.fact("Signed by", signature.keyid()));
        pages.fact("Made by", "Cloister " + report.version());
    }

    private static String inWords(String verdict, boolean effectUnknown) {
        return switch (verdict) {
            case "marked" -> "Marked";
            case "not_found" -> "No mark found";
            default -> effectUnknown ? "Cannot tell" : "Too short to tell";
        };
    }

    private static String number(double value) {
        return value >= 0.001 ? String.format(Locale.ROOT, "%.4f", value) : String.format(Locale.ROOT, "%.2e", value);
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void describe(PDDocument document, MarkReport report) {
        Calendar made = GregorianCalendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        made.setTimeInMillis(report.createdAt().toEpochMilli());
        document.getDocumentInformation()
                .setTitle("Report on a text's mark: " + inWords(report.verdict(), report.effectUnknown()));
        document.getDocumentInformation().setProducer("Cloister");
        document.getDocumentInformation().setCreationDate(made);
        document.getDocumentCatalog().setLanguage("en");
    }

    private static void attach(PDDocument document, MarkReport report, String signed) throws IOException {
        byte[] bytes = signed.getBytes(StandardCharsets.UTF_8);
        PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(bytes));
        file.setSubtype("application/json");
        file.setSize(bytes.length);
        PDComplexFileSpecification specification = new PDComplexFileSpecification();
        specification.setFile(ATTACHMENT);
        specification.setFileUnicode(ATTACHMENT);
        specification.setFileDescription("The signed report " + report.id());
        specification.setEmbeddedFile(file);
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(Map.of(ATTACHMENT, specification));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        document.getDocumentCatalog().setNames(names);
    }
}
