package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema without alternatives and references says, keyword by keyword.
 *
 * @param kinds the kinds of values that fit
 * @param spoken kinds that keywords other than {@code type} speak about; the only ones generated where no type is given
 * @param typed whether a type is given
 * @param values the only values that fit, where they are listed
 */
record Shape(
        Set<Kind> kinds,
        Set<Kind> spoken,
        boolean typed,
        Optional<List<JsonNode>> values,
        ObjectRules object,
        ArrayRules array,
        StringRules string,
        NumberRules number) {

    static final Shape ANY = new Shape(
            Kind.all(),
            Set.of(),
            false,
            Optional.empty(),
            ObjectRules.ANY,
            ArrayRules.ANY,
            StringRules.ANY,
            NumberRules.ANY);

    Shape and(Shape other) {
        Set<Kind> common = EnumSet.copyOf(Kind.all());
        common.retainAll(kinds);
        common.retainAll(other.kinds);
        Set<Kind> all = EnumSet.noneOf(Kind.class);
        all.addAll(spoken);
        all.addAll(other.spoken);
        Optional<List<JsonNode>> both = values.isPresent() && other.values.isPresent()
                ? Optional.of(values.get().stream()
                        .filter(one -> JsonValues.contains(other.values.get(), one))
                        .toList())
                : values.or(() -> other.values);
        return new Shape(
                common,
                all,
                typed || other.typed,
                both,
                object.and(other.object),
                array.and(other.array),
                string.and(other.string),
                number.and(other.number));
    }

    /** The kinds of values that are generated. */
    Set<Kind> generated() {
        if (typed || spoken.isEmpty() || values.isPresent()) {
            return kinds;
        }
        Set<Kind> both = EnumSet.copyOf(spoken);
        both.retainAll(kinds);
        return both;
    }

    /** The values that are listed and are of a kind that fits. */
    Optional<List<JsonNode>> listed() {
        return values.map(all -> all.stream()
                .filter(value -> kinds.contains(Kind.of(value))
                        && (!number.whole() || !value.isNumber() || JsonValues.isWhole(value)))
                .toList());
    }

    Shape withoutValues() {
        return new Shape(kinds, spoken, typed, Optional.empty(), object, array, string, number);
    }

    Shape withKinds(Set<Kind> to) {
        return new Shape(to, spoken, true, values, object, array, string, number);
    }

    Shape withValues(List<JsonNode> to) {
        return new Shape(kinds, spoken, typed, Optional.of(to), object, array, string, number);
    }

    Shape withObject(ObjectRules to) {
        return new Shape(kinds, spoken, typed, values, to, array, string, number);
    }

    Shape withArray(ArrayRules to) {
        return new Shape(kinds, spoken, typed, values, object, to, string, number);
    }

    Shape withString(StringRules to) {
        return new Shape(kinds, spoken, typed, values, object, array, to, number);
    }

    Shape withNumber(NumberRules to) {
        return new Shape(kinds, spoken, typed, values, object, array, string, to);
    }

    Shape speaking(Set<Kind> of) {
        return new Shape(kinds, of, typed, values, object, array, string, number);
    }
}
