package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.marks.key.MarkKeys;
import dev.cloister.gateway.marks.key.MarkPolicies;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.Finding;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks for any of the tenant's marks in a text. */
@ApplicationScoped
public class TextCheck {

    private final MarkKeys keys;
    private final Engine engine;

    public TextCheck(MarkKeys keys, Engine engine) {
        this.keys = keys;
        this.engine = engine;
    }

    /**
     * A checked text.
     *
     * @param keysTried how many keys, of all schemes and epochs
     * @param readings in how many ways the text was read
     * @param spans where the mark was found, in UTF-16 units of the text, by their place
     */
    public record Checked(Finding finding, int keysTried, int readings, List<Span> spans) {}

    /** @throws dev.cloister.inference.EngineException NOT_SUPPORTED while a model of another server is in use */
    public Checked check(String tenant, String text) {
        List<Reading> readings = Readings.of(text);
        List<int[]> tokens =
                readings.stream().map(Reading::text).map(engine::tokenize).toList();
        List<Candidate> candidates = candidates(tenant);
        Finding finding = new MarkSearch(candidates, MarkSearch.SIGNIFICANCE).search(tokens);
        List<Span> spans = finding.passages().stream()
                .map(passage ->
                        Span.of(passage, readings.get(passage.reading()), tokens.get(passage.reading()), engine))
                .toList();
        return new Checked(finding, candidates.size(), readings.size(), spans);
    }

    /** At least the hub's: where nothing was answered yet, its first key is made now. */
    private List<Candidate> candidates(String tenant) {
        List<Candidate> candidates = keys.candidates(tenant);
        if (!candidates.isEmpty()) {
            return candidates;
        }
        var unused = keys.marking(tenant, Marks.HUB, MarkPolicies.DEFAULT);
        return keys.candidates(tenant);
    }
}
