package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.evidence.c2pa.BareText;
import dev.cloister.gateway.evidence.c2pa.CheckedCredential;
import dev.cloister.gateway.evidence.c2pa.Credentials;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.marks.key.KeyScheme;
import dev.cloister.gateway.marks.key.KeyedSchemes;
import dev.cloister.gateway.marks.key.MarkKeys;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.detect.Finding;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Looks for any of the tenant's marks in a text. */
@ApplicationScoped
public class TextCheck {

    /** More would need more memory than the gateway has. */
    private static final int MOST_TOKENS = 300_000;

    private final CheckGate gate;
    private final MarkKeys keys;
    private final KeyedSchemes schemes;
    private final Engine engine;
    private final Credentials credentials;

    public TextCheck(CheckGate gate, MarkKeys keys, KeyedSchemes schemes, Engine engine, Credentials credentials) {
        this.credentials = credentials;
        this.gate = gate;
        this.keys = keys;
        this.schemes = schemes;
        this.engine = engine;
    }

    /**
     * A checked text.
     *
     * @param keysTried how many keys, of all schemes and epochs
     * @param keysLeftOut keys of models with other vocabularies, which could not be tried
     * @param effectUnknown whether nobody measured how strongly answers of the model in use bear a mark, or those that one of
     *     the keys marks; no text is called not found then
     * @param readings in how many ways the text was read
     * @param spans where the mark was found, in UTF-16 units of the text, by their place
     * @param credential the manifest that the text carries, if it carries one
     */
    public record Checked(
            Finding finding,
            int keysTried,
            int keysLeftOut,
            boolean effectUnknown,
            int readings,
            List<Span> spans,
            Optional<CheckedCredential> credential) {}

    /**
     * Looks for any mark of the tenant; waits for its turn.
     *
     * @throws dev.cloister.inference.EngineException NOT_SUPPORTED while a model of another server is in use
     *     whose tokens are not known here
     * @throws Refusal with TOO_LARGE, or as {@link CheckGate#check} does
     */
    public Checked check(String tenant, String text) {
        return gate.check(() -> checked(tenant, text, text));
    }

    /** The same for somebody who is not signed in. */
    Checked checkForStranger(String tenant, String text) {
        return gate.checkForStranger(() -> checked(tenant, text, text));
    }

    /**
     * The same for work that nobody waits for: it lets everybody else go first.
     *
     * @param written the file as it was written, where it is a text; a manifest is about that
     */
    Checked checkPatiently(String tenant, String text, String written) {
        return gate.checkPatiently(() -> checked(tenant, text, written));
    }

    private Checked checked(String tenant, String text, String written) {
        BareText bare = BareText.of(text);
        List<Reading> readings = Readings.of(bare.text());
        List<int[]> tokens =
                readings.stream().map(Reading::text).map(this::tokens).toList();
        MarkKeys.Searchable searchable = searchable(tenant);
        Finding finding = new MarkSearch(searchable.candidates(), MarkSearch.SIGNIFICANCE).search(tokens);
        List<Span> spans = finding.passages().stream()
                .map(passage ->
                        Span.of(passage, readings.get(passage.reading()), tokens.get(passage.reading()), engine))
                .map(span -> new Span(bare.begin(span.start()), bare.end(span.end()), span.scheme(), span.keyId()))
                .toList();
        return new Checked(
                finding,
                searchable.candidates().size(),
                searchable.leftOut(),
                searchable.effectUnknown(),
                readings.size(),
                spans,
                credentials.read(written));
    }

    private int[] tokens(String text) {
        int[] tokens = engine.tokenize(text);
        if (tokens.length > MOST_TOKENS) {
            throw new Refusal(
                    413,
                    "TOO_LARGE",
                    "The text has more than " + MOST_TOKENS + " tokens.",
                    "It was not checked. Check it in parts.");
        }
        return tokens;
    }

    /** At least the hub's: where nothing was answered yet, its first key is made now. */
    private MarkKeys.Searchable searchable(String tenant) {
        MarkKeys.Searchable known = keys.searchable(tenant);
        if (!known.candidates().isEmpty()) {
            return known;
        }
        KeyScheme scheme = schemes.marking(AppScheme.DEFAULT).orElseGet(() -> new KeyScheme.Chosen(AppScheme.DEFAULT));
        var unused = keys.marking(tenant, Marks.HUB, scheme);
        return keys.searchable(tenant);
    }
}
