package dev.cloister.gateway.apps.command;

import dev.cloister.gateway.apps.version.AppVersion;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.BundleSignature;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.spoke.TestRun;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what is known of an app. Its own words are stripped of what would speak to the terminal. */
final class AppReport {

    private static final int WIDEST = 100;

    private final PrintStream out;

    AppReport(PrintStream out) {
        this.out = out;
    }

    void manifest(AppManifest app, String digest) {
        line("app", app.name() + " " + app.version() + ", \"" + plain(app.displayName()) + "\"");
        line("digest", digest);
        for (ToolManifest tool : app.tools()) {
            String reads = tool.reads().isEmpty() ? "nothing of the user's" : String.join(", ", tool.reads());
            line(
                    "tool",
                    tool.name() + ": effect " + tool.effect().name().toLowerCase(Locale.ROOT) + ", reads "
                            + plain(reads));
        }
        app.asks().forEach(function -> line("asks", "other apps for " + function));
        app.egress().rules().forEach(rule -> line("reaches", rule.line()));
        app.egress()
                .secrets()
                .forEach(secret -> line("secret", secret.name() + ", filled in for " + secret.host() + " only"));
    }

    void signer(Optional<BundleSignature.Signer> signer) {
        line(
                "signed",
                signer.map(one -> plain(one.name()) + ", certificate " + one.fingerprint())
                        .orElse("no"));
    }

    void testRun(List<TestRun.Step> steps) {
        for (TestRun.Step step : steps) {
            line(step.isError() ? "FAILED" : "called", step.tool() + " " + cut(plain(step.arguments())));
            line(
                    "",
                    (step.isError() ? "error: " : "answer: ") + cut(plain(step.answer())) + " (" + step.millis()
                            + " ms)");
        }
    }

    void attempt(EgressEvent event) {
        line(
                "network",
                event.verdict() + " " + event.method() + " " + plain(event.host()) + ":" + event.port()
                        + cut(plain(event.path())) + (event.status() > 0 ? " " + event.status() : ""));
    }

    void findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            line("review", "nothing stands out");
        }
        for (Finding finding : findings) {
            line(
                    finding.severity() == Finding.Severity.BLOCKING ? "BLOCKED" : "warning",
                    plain(finding.where()) + " " + finding.what());
        }
    }

    void version(AppVersion version) {
        out.printf(
                "  %-24s %-12s %-10s %s %s%n",
                version.app(),
                version.version(),
                version.active() ? "running" : version.state().name().toLowerCase(Locale.ROOT),
                version.digest().substring(0, 12),
                version.blocked() ? "cannot be approved" : "");
    }

    void line(String name, String text) {
        out.printf("  %-12s %s%n", name, text);
    }

    private static String cut(String text) {
        return text.length() > WIDEST ? text.substring(0, WIDEST) + "..." : text;
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{C}+", " ");
    }
}
