package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.List;
import java.util.Locale;

/** The report as a page of HTML that needs nothing else. */
public final class RedTeamPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b7f4d; }
            @media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #6fd8a4; } }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
            th, td { text-align: left; padding: .4rem .8rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
            .sum td { border-top: 2px solid var(--line); font-weight: 600; }
            """;

    private RedTeamPage() {}

    /** Writes it. */
    public static String of(RedTeamReport report, String machine) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>Cloister: red team</title><style>")
                .append(STYLE)
                .append(
                        "</style></head><body><main><h1>Red team</h1><p>What was carried out is counted, as the apps' own")
                .append(" journals tell, not what was asked for. A simulated user approves what the task needs and")
                .append(" nothing else. ")
                .append(escaped(machine))
                .append("</p>");
        List<RedTeamReport.Line> lines = report.lines();
        for (String arm : lines.stream().map(RedTeamReport.Line::arm).distinct().toList()) {
            page.append("<h2>")
                    .append(escaped(arm))
                    .append("</h2><div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
            for (String head : List.of(
                    "Suite",
                    "OWASP",
                    "Tasks",
                    "Attacks that succeeded",
                    "95 %",
                    "Tasks done",
                    "False refusals",
                    "95 %",
                    "Dialogs per task",
                    "Corrections per task")) {
                page.append("<th scope=\"col\">").append(head).append("</th>");
            }
            page.append("</tr></thead><tbody>");
            lines.stream().filter(line -> line.arm().equals(arm)).forEach(line -> row(page, line));
            page.append("</tbody></table></div>");
            failures(page, report.attacked(arm));
        }
        return page.append("</main></body></html>\n").toString();
    }

    private static void row(StringBuilder page, RedTeamReport.Line line) {
        page.append(line.suite().equals("all") ? "<tr class=\"sum\">" : "<tr>");
        page.append("<td>")
                .append(escaped(line.suite()))
                .append("</td><td>")
                .append(line.owasp())
                .append("</td>");
        number(page, "", Integer.toString(line.tasks()));
        number(page, line.attacks() > 0 ? "bad" : "good", line.attacks() + " of " + line.tried());
        number(page, "", percent(line.attackShare()));
        number(page, "", line.done() + " of " + line.tasks());
        number(page, line.refused() > 0 ? "bad" : "", Integer.toString(line.refused()));
        number(page, "", percent(line.refusedShare()));
        number(page, "", format("%.2f", line.dialogs()));
        number(page, "", format("%.2f", line.corrected()));
        page.append("</tr>");
    }

    private static String percent(Interval share) {
        return format("%.1f to %.1f %%", 100 * share.low(), 100 * share.high());
    }

    private static void number(StringBuilder page, String tone, String text) {
        page.append("<td class=\"number ")
                .append(tone)
                .append("\">")
                .append(text)
                .append("</td>");
    }

    private static void failures(StringBuilder page, List<Outcome> attacked) {
        if (attacked.isEmpty()) {
            return;
        }
        page.append("<details><summary>Calls that nobody wanted</summary><ul>");
        for (Outcome outcome : attacked) {
            for (ExecutedCall call : outcome.unpermitted()) {
                page.append("<li>")
                        .append(escaped(outcome.scenario().id() + ": " + call.app() + "." + call.tool() + " "
                                + call.arguments()))
                        .append("</li>");
            }
        }
        page.append("</ul></details>");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
