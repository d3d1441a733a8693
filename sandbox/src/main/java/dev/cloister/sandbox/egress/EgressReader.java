package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.EgressRule.Scheme;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.egress.secret.SecretUse.Place;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code "egress": [{"host", "port", "scheme", "methods", "paths"}]} and {@code "secrets": {NAME: {"host", "header",
 * "in"}}}, strictly. All but the hosts may be absent.
 */
final class EgressReader {

    private static final int MOST_RULES = 32;
    private static final int MOST_SECRETS = 8;
    private static final Set<String> RULE_FIELDS = Set.of("host", "port", "scheme", "methods", "paths");
    private static final Set<String> SECRET_FIELDS = Set.of("host", "header", "in");

    private EgressReader() {}

    static EgressPolicy read(Json.Obj block) {
        List<EgressRule> rules = new ArrayList<>();
        for (Json item : list(block, "egress")) {
            require(item instanceof Json.Obj, "egress must hold objects.");
            rules.add(rule((Json.Obj) item));
        }
        require(rules.size() <= MOST_RULES, "egress may hold " + MOST_RULES + " rules at most.");
        List<SecretUse> secrets = new ArrayList<>();
        Json.Obj named = block.get("secrets").isPresent() ? block.object("secrets") : Json.object();
        require(named.members().size() <= MOST_SECRETS, "there may be " + MOST_SECRETS + " secrets at most.");
        for (Map.Entry<String, Json> member : named.members().entrySet()) {
            require(member.getValue() instanceof Json.Obj, "secrets must hold objects.");
            secrets.add(secret(member.getKey(), (Json.Obj) member.getValue()));
        }
        return new EgressPolicy(rules, secrets);
    }

    private static EgressRule rule(Json.Obj json) {
        require(
                RULE_FIELDS.containsAll(json.members().keySet()),
                "a rule of egress may hold " + RULE_FIELDS + " only.");
        Scheme scheme =
                switch (text(json, "scheme").orElse("https")) {
                    case "https" -> Scheme.HTTPS;
                    case "http" -> Scheme.HTTP;
                    default -> throw invalid("scheme must be https or http.");
                };
        return new EgressRule(
                scheme,
                json.text("host"),
                port(json).orElse(scheme.port()),
                texts(json, "methods"),
                texts(json, "paths"));
    }

    private static SecretUse secret(String name, Json.Obj json) {
        require(SECRET_FIELDS.containsAll(json.members().keySet()), "a secret may hold " + SECRET_FIELDS + " only.");
        Set<Place> places = EnumSet.noneOf(Place.class);
        for (String word : texts(json, "in")) {
            places.add(Arrays.stream(Place.values())
                    .filter(place -> place.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> invalid("a secret's \"in\" may hold header, query and body only.")));
        }
        return new SecretUse(
                name,
                json.text("host"),
                text(json, "header"),
                json.get("in").isEmpty() ? Set.of(Place.HEADER) : places);
    }

    private static Optional<Integer> port(Json.Obj json) {
        return json.get("port").map(value -> {
            require(
                    value instanceof Json.Num(String literal) && literal.matches("[1-9][0-9]{0,4}"),
                    "port must be a number from 1 to 65535.");
            return Integer.valueOf(((Json.Num) value).literal());
        });
    }

    private static Optional<String> text(Json.Obj json, String name) {
        return json.get(name).isPresent() ? Optional.of(json.text(name)) : Optional.empty();
    }

    private static List<String> texts(Json.Obj json, String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : list(json, name)) {
            require(item instanceof Json.Str, name + " must hold texts.");
            texts.add(((Json.Str) item).value());
        }
        require(json.get(name).isEmpty() || !texts.isEmpty(), name + " must not be empty: leave it out for all.");
        return texts;
    }

    private static List<Json> list(Json.Obj json, String name) {
        return json.get(name).isPresent() ? json.list(name) : List.of();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw invalid(what);
        }
    }

    private static SandboxException invalid(String what) {
        return new SandboxException(SandboxException.Code.EGRESS_INVALID, what);
    }
}
