package dev.cloister.gateway.openai.body;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one JSON object of a request, taken one by one. A null counts as absent, as OpenAI's clients send it.
 * What is wrong is refused with the field's path, and {@link #end} refuses what was never taken.
 */
public final class Fields {

    private static final int SHOWN = 80;

    private final JsonNode object;
    private final String path;
    private final Set<String> left = new LinkedHashSet<>();

    /**
     * @param path where the object stands, such as {@code messages[0]}; empty for the body itself
     */
    Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                left.add(field.getKey());
            }
        });
    }

    /** A value and where it stands. */
    public record Value(JsonNode node, String path) {

        /** The value as a text. */
        public String text() {
            if (!node.isTextual()) {
                throw wrong("must be a text");
            }
            return node.textValue();
        }

        /** The value as an object. */
        public Fields object() {
            if (!node.isObject()) {
                throw wrong("must be an object");
            }
            return new Fields(node, path);
        }

        /** The value as a list of values that are not null. */
        public List<Value> list(int most) {
            if (!node.isArray()) {
                throw wrong("must be a list");
            }
            if (node.size() > most) {
                throw wrong("holds " + node.size() + " entries, at most " + most + " are read");
            }
            List<Value> values = new ArrayList<>();
            for (JsonNode one : node) {
                Value value = new Value(one, path + "[" + values.size() + "]");
                if (one.isNull()) {
                    throw value.wrong("is null");
                }
                values.add(value);
            }
            return values;
        }

        /** The value as a whole number in that range. */
        public long integer(long least, long most) {
            if (!node.canConvertToExactIntegral() || !node.canConvertToLong()) {
                throw wrong("must be a whole number");
            }
            long value = node.longValue();
            if (value < least || value > most) {
                throw wrong("must lie between " + least + " and " + most);
            }
            return value;
        }

        /** The value as a number in that range. */
        public double number(double least, double most) {
            if (!node.isNumber()) {
                throw wrong("must be a number");
            }
            double value = node.doubleValue();
            if (!(value >= least && value <= most)) {
                throw wrong("must lie between " + plain(least) + " and " + plain(most));
            }
            return value;
        }

        /** A refusal of the value. */
        public Refusal wrong(String what) {
            return Refusal.invalid("The field " + shown(path) + " " + what + ".", "Change it or leave it out.")
                    .about(shown(path));
        }
    }

    /** The value of a field that is there and not null. */
    public Optional<Value> value(String name) {
        left.remove(name);
        JsonNode node = object.path(name);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(new Value(node, at(name)));
    }

    /** The value of a field that must be there. */
    public Value required(String name) {
        return value(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> text(String name) {
        return value(name).map(Value::text);
    }

    public Optional<Integer> integer(String name, int least, int most) {
        return value(name).map(value -> (int) value.integer(least, most));
    }

    public Optional<Double> number(String name, double least, double most) {
        return value(name).map(value -> value.number(least, most));
    }

    /** A field that is true or false. */
    public Optional<Boolean> flag(String name) {
        return value(name).map(value -> {
            if (!value.node().isBoolean()) {
                throw value.wrong("must be true or false");
            }
            return value.node().booleanValue();
        });
    }

    /** Takes fields that only describe the request, whatever they hold. */
    public void describing(String... names) {
        left.removeAll(Set.of(names));
    }

    /** Takes a field that may only ask for what is done anyway. */
    public void onlyIf(String name, String anyway, JsonTest test) {
        value(name).ifPresent(value -> {
            if (!test.holds(value.node())) {
                throw value.wrong("is served as " + anyway + " only");
            }
        });
    }

    /** Says whether a value asks for nothing. */
    @FunctionalInterface
    public interface JsonTest {
        boolean holds(JsonNode value);
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Refuses fields that were not taken. */
    public void end() {
        end("is not understood");
    }

    /** Refuses fields that were not taken, saying why. */
    public void end(String why) {
        if (!left.isEmpty()) {
            throw wrong(left.iterator().next(), why);
        }
    }

    /** A refusal of a field. */
    public Refusal wrong(String name, String what) {
        return new Value(object, at(name)).wrong(what);
    }

    /** A refusal because a field is not there. */
    public Refusal missing(String name) {
        return Refusal.invalid("The field " + at(name) + " is missing.", "Send it.")
                .about(at(name));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A client's own words, told back only so far. */
    public static String shown(String path) {
        return path.codePointCount(0, path.length()) <= SHOWN
                ? path
                : path.substring(0, path.offsetByCodePoints(0, SHOWN)) + "…";
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : Double.toString(limit);
    }
}
