package dev.cloister.inference.grammar;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Formats of strings (JSON Schema validation, section 7.3) as expressions whose every text has the format; not every
 * text that has it is among them.
 */
final class StringFormats {

    private static final String LEAP_YEAR =
            "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)";
    private static final String DATE = "(?:[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|" + LEAP_YEAR + "-02-29)";
    private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?"
            + "(?:Z|\\+(?:0[0-9]|1[0-3]):[0-5][0-9]|-(?:0[1-9]|1[0-2]):[0-5][0-9])";
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?";

    /** Domains that exist, since readers of addresses check that. */
    private static final String TOP_LEVEL = "(?:com|org|net|edu|gov|info|io|eu|de|fr|it|es|uk|us|ca|in|jp|br|au)";

    private static final String HOST = LABEL + "(?:\\." + LABEL + "){0,3}\\." + TOP_LEVEL;

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "date",
            DATE,
            "time",
            TIME,
            "date-time",
            DATE + "T" + TIME,
            "uuid",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "email",
            // At most 64 characters before the sign (RFC 5321, section 4.5.3.1.1).
            "[a-z0-9]{1,12}(?:[._-][a-z0-9]{1,12}){0,3}@" + HOST,
            "ipv4",
            BYTE + "(?:\\." + BYTE + "){3}",
            "hostname",
            HOST,
            "uri",
            "https?://" + HOST + "(?:/[A-Za-z0-9._~-]*)*(?:\\?[A-Za-z0-9._~=&-]*)?");

    private static final Map<String, Automaton> KNOWN = new ConcurrentHashMap<>();

    private StringFormats() {}

    static Automaton of(String format) {
        String expression = EXPRESSIONS.get(format);
        if (expression == null) {
            throw SchemaProblem.unsupported("the format " + format);
        }
        return KNOWN.computeIfAbsent(format, key -> RegexAutomaton.whole(RegexParser.parse(expression)));
    }
}
