package dev.cloister.sandbox.app;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.SpoofChecker;
import dev.cloister.sandbox.app.Finding.Severity;
import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.egress.EgressRule;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks through all that an app says about itself before a person decides on it: characters that cannot be seen, words that
 * speak to a model and not to a person, titles that look like another app's (Unicode Technical Standard 39, section 4).
 *
 * <p>A finding is a hint to the person, not a protection: the hub never gives an app's words to a planner, whatever they say.
 */
public final class BundleReview {

    private static final int MOST_FINDINGS = 100;
    private static final int LONGEST_PLACE = 200;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int BRAILLE_BLANK = 0x2800;

    private static final SpoofChecker SPOOFS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

    private static final List<Suspicion> SUSPICIOUS = List.of(
            new Suspicion(
                    "(ignore|disregard|forget|override)\\W++(\\w++\\W++){0,3}(previous|prior|above|earlier|other|all)\\b",
                    "tells a model to ignore something"),
            new Suspicion("(system|developer)\\s+(prompt|message|instruction)", "speaks of a model's instructions"),
            new Suspicion(
                    "</?\\s*(system|important|instructions?|assistant|user|tool_call|secret)\\s*>|<\\|",
                    "holds markup that models take for instructions"),
            new Suspicion(
                    "(do not|don't|never)\\W++(\\w++\\W++){0,2}(tell|mention|inform|show|reveal|notify)",
                    "asks to keep something from the user"),
            new Suspicion(
                    "(before|after|instead of|whenever|when)\\W++(\\w++\\W++){0,4}"
                            + "(any|every|all|each|other|another)\\W++(\\w++\\W++){0,2}(tool|app|call|function)",
                    "tries to steer the use of other tools"),
            new Suspicion(
                    "you\\s+(must|have to|should|are required to)|\\b(always|first)\\s+(call|use|invoke)\\b",
                    "gives orders"),
            new Suspicion("https?://|!\\[|\\bdata:\\w+/", "holds an address"),
            new Suspicion("[A-Za-z0-9+/=_-]{80,}", "holds a long run of characters that may hide a text"));

    private final Set<Finding> findings = new LinkedHashSet<>();

    private BundleReview() {}

    /**
     * All findings on an app.
     *
     * @param tools its tools in its server's words
     * @param otherTitles titles of the other apps
     */
    public static List<Finding> of(AppManifest app, List<ToolDescription> tools, Collection<String> otherTitles) {
        BundleReview review = new BundleReview();
        review.title(app.displayName(), otherTitles);
        review.prose("description", app.description());
        for (ToolManifest tool : app.tools()) {
            review.prose("manifest/tools/" + tool.name() + "/description", tool.description());
            for (Example example : tool.examples()) {
                review.prose("manifest/tools/" + tool.name() + "/examples", example.text());
            }
        }
        for (ToolDescription tool : tools) {
            review.prose("tools/" + tool.name() + "/description", tool.description());
            review.texts("tools/" + tool.name() + "/inputSchema", Json.parse(tool.inputSchema()));
        }
        review.takes(app, tools);
        review.egress(app.egress());
        if (!app.egress().isEmpty()) {
            app.tools().stream()
                    .filter(tool -> tool.effect() == Effect.NONE)
                    .forEach(tool -> review.add(
                            Severity.WARNING,
                            "tools/" + tool.name(),
                            "has no effect in its own words, and can send to hosts what it is called with"));
        }
        return List.copyOf(review.findings);
    }

    /** What is given to an argument that the tool does not know would make each such call fail. */
    private void takes(AppManifest app, List<ToolDescription> tools) {
        for (ToolManifest tool : app.tools()) {
            tool.takes()
                    .filter(parameter -> tools.stream()
                            .filter(one -> one.name().equals(tool.name()))
                            .map(one -> Json.parseObject(one.inputSchema()))
                            .noneMatch(
                                    schema -> schema.get("properties").orElse(Json.object()) instanceof Json.Obj known
                                            && known.members().containsKey(parameter.argument())))
                    .ifPresent(parameter -> add(
                            Severity.WARNING,
                            "tools/" + tool.name() + "/takes",
                            "names the argument " + parameter.argument() + ", which its input schema does not know"));
        }
    }

    private void egress(EgressPolicy policy) {
        for (EgressRule rule : policy.rules()) {
            String where = "egress/" + rule.host();
            if (rule.host().startsWith("*")) {
                add(Severity.WARNING, where, "reaches every host below that name");
            }
            if (rule.host().contains("xn--")) {
                add(Severity.WARNING, where, "is written in letters that may look like those of another name");
            }
            if (rule.scheme() == EgressRule.Scheme.HTTP) {
                add(Severity.WARNING, where, "is reached without TLS, so that anybody on the way reads along");
            }
            if (rule.methods().isEmpty() && rule.paths().isEmpty()) {
                add(Severity.WARNING, where, "may be sent anything, by any method and to any path");
            } else if (rule.paths().isEmpty()) {
                add(Severity.WARNING, where, "may be sent to at any path");
            }
        }
        for (SecretUse secret : policy.secrets()) {
            if (policy.rules().stream()
                    .anyMatch(rule -> rule.scheme() == EgressRule.Scheme.HTTP
                            && rule.host().equals(secret.host()))) {
                add(
                        Severity.WARNING,
                        "secrets/" + secret.name(),
                        "goes over plain HTTP, where anybody on the way can read it");
            }
            if (secret.places().contains(SecretUse.Place.QUERY)) {
                add(Severity.WARNING, "secrets/" + secret.name(), "stands in addresses, which hosts write down");
            }
        }
    }

    /** Whether a title looks like one of others. */
    public static boolean looksLike(String title, Collection<String> others) {
        String skeleton = skeleton(title);
        return others.stream().map(BundleReview::skeleton).anyMatch(skeleton::equals);
    }

    private void title(String title, Collection<String> others) {
        hidden("display_name", title);
        if (looksLike(title, others)) {
            add(Severity.BLOCKING, "display_name", "looks like the title of another app");
        }
    }

    private static String skeleton(String title) {
        return SPOOFS.getSkeleton(title.toLowerCase(Locale.ROOT).replaceAll("[\\p{Z}\\p{P}\\s]+", ""));
    }

    private void texts(String where, Json json) {
        switch (json) {
            case Json.Obj object ->
                object.members().forEach((name, value) -> {
                    hidden(where, name);
                    texts(where + "/" + name, value);
                });
            case Json.Arr list -> list.items().forEach(item -> texts(where, item));
            case Json.Str text -> prose(where, text.value());
            default -> {}
        }
    }

    private void prose(String where, String text) {
        hidden(where, text);
        for (Suspicion suspicion : SUSPICIOUS) {
            if (suspicion.pattern().matcher(text).find()) {
                add(Severity.WARNING, where, suspicion.what());
            }
        }
    }

    private void hidden(String where, String text) {
        int previous = ' ';
        for (int character : text.codePoints().toArray()) {
            boolean emoji = character == EMOJI_STYLE && Character.getType(previous) == Character.OTHER_SYMBOL;
            if (invisible(character) && !emoji) {
                add(Severity.BLOCKING, where, "holds characters that cannot be seen");
                return;
            }
            previous = character;
        }
    }

    private static boolean invisible(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.CONTROL -> character != '\n' && character != '\t' && character != '\r';
            default ->
                UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                        || character == BRAILLE_BLANK;
        };
    }

    private void add(Severity severity, String where, String what) {
        if (findings.size() < MOST_FINDINGS) {
            String place = where.length() > LONGEST_PLACE ? where.substring(0, LONGEST_PLACE) : where;
            findings.add(new Finding(severity, place, what));
        } else if (severity == Severity.BLOCKING) {
            // Not lost among a hundred warnings.
            findings.add(new Finding(severity, "elsewhere", what));
        }
    }

    private record Suspicion(Pattern pattern, String what) {

        Suspicion(String expression, String what) {
            this(Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), what);
        }
    }
}
