package dev.cloister.watermark.benchmark.plot;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SchemePageTest {

    @Test
    void drawsWhatWasMeasuredAndLeavesOutWhatWasNot() throws Exception {
        Map<String, Double> figures = new TreeMap<>(Map.of(
                "plain.nats", 3.0,
                "tournament.nats", 3.4,
                "tournament.effect_shift", 0.8,
                "tournament.roc50_at_1e-2", 0.9,
                "tournament.tpr200_at_1pct", 1.0,
                "tournament.delete10.tpr200_at_1pct", 0.75,
                "tournament-3x8.nats", 3.2,
                "tournament-3x8.effect_shift", 0.6));
        figures.put("topic.tpr200_at_1pct", 0.9);
        figures.put("kgw-left-hash.tpr200_at_1pct", 0.9);
        figures.put("topic.fpr50_at_nominal_1pct", 0.0098);
        String page = SchemePage.of(figures, "a machine", "abc");
        List<String> charts = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(5, charts.size());
        for (String chart : charts) {
            Document parsed = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(chart)));
            assertEquals("svg", parsed.getDocumentElement().getTagName());
        }
        assertTrue(charts.get(3).contains("tournament-3x8") && !charts.get(2).contains("tournament-3x8"));
        assertTrue(charts.get(4).contains("tournament-3x8"));
        assertTrue(charts.get(2).contains("topic") && charts.get(1).contains("kgw-left-hash"));
        assertTrue(page.contains("<td>0.98 %</td>"), page);
        assertTrue(page.contains("delete10") && page.contains(">0.75<"), page);
    }
}
