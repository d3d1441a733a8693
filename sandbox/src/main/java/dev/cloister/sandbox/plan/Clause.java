package dev.cloister.sandbox.plan;

import java.util.regex.Pattern;

/**
 * A part of the user's words that asks for one thing.
 *
 * @param words the user's own
 * @param refersBack whether it speaks of what came before it: "send it to ..."
 */
record Clause(String words, boolean refersBack) {

    private static final Pattern BACK = Pattern.compile(
            "\\b(?:it|them|that(?! (?:i|you|he|she|we|they|it|the|a|an|my|his|her|our|their)\\b)"
                    + "|this(?! (?:morning|afternoon|evening|week|month|year|time)\\b)|those|these|the (?:result|answer|number|amount|total|value|text|list|lines?))\\b",
            Pattern.CASE_INSENSITIVE);

    static Clause of(String words) {
        return new Clause(words, BACK.matcher(words).find());
    }
}
