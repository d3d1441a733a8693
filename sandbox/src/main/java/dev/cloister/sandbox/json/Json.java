package dev.cloister.sandbox.json;

import dev.cloister.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON value (RFC 8259). */
public sealed interface Json {

    /** Members in the order of the text. */
    record Obj(Map<String, Json> members) implements Json {

        /** A member, where there is one. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** A copy with one more member. */
        public Obj with(String name, Json value) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.put(name, value);
            return new Obj(copy);
        }

        /** A copy with one more text. */
        public Obj with(String name, String value) {
            return with(name, new Str(value));
        }

        /**
         * A text member.
         *
         * @throws SandboxException with MESSAGE_INVALID where it is absent or no text
         */
        public String text(String name) {
            if (members.get(name) instanceof Str text) {
                return text.value();
            }
            throw wrong(name, "a text");
        }

        /** An object member; throws as {@link #text} does. */
        public Obj object(String name) {
            if (members.get(name) instanceof Obj object) {
                return object;
            }
            throw wrong(name, "an object");
        }

        /** A list member; throws as {@link #text} does. */
        public List<Json> list(String name) {
            if (members.get(name) instanceof Arr list) {
                return list.items();
            }
            throw wrong(name, "a list");
        }

        /** A truth value; throws as {@link #text} does. */
        public boolean truth(String name) {
            if (members.get(name) instanceof Bool truth) {
                return truth.value();
            }
            throw wrong(name, "true or false");
        }

        private static SandboxException wrong(String name, String expected) {
            return new SandboxException(
                    SandboxException.Code.MESSAGE_INVALID, "The field \"" + name + "\" must be " + expected + ".");
        }
    }

    /** A list. */
    record Arr(List<Json> items) implements Json {}

    /** A text. */
    record Str(String value) implements Json {}

    /** A number as it was written. */
    record Num(String literal) implements Json {}

    /** A truth value. */
    record Bool(boolean value) implements Json {}

    /** The null literal. */
    record Nul() implements Json {}

    /** An object without members. */
    static Obj object() {
        return new Obj(Map.of());
    }

    /**
     * Reads one value.
     *
     * @throws SandboxException with MESSAGE_INVALID where the text is not exactly one JSON value
     */
    static Json parse(String text) {
        return new JsonReader(text).document();
    }

    /** Reads one object; throws as {@link #parse} does. */
    static Obj parseObject(String text) {
        if (parse(text) instanceof Obj object) {
            return object;
        }
        throw new SandboxException(SandboxException.Code.MESSAGE_INVALID, "The JSON text must be an object.");
    }

    /** The same value with the members of all its objects in the order of their names' UTF-16 code units. */
    default Json sorted() {
        if (this instanceof Obj object) {
            Map<String, Json> members = new TreeMap<>();
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                members.put(member.getKey(), member.getValue().sorted());
            }
            return new Obj(members);
        }
        if (this instanceof Arr list) {
            List<Json> items = new ArrayList<>();
            for (Json item : list.items()) {
                items.add(item.sorted());
            }
            return new Arr(items);
        }
        return this;
    }

    /** The text of this value, in one line. */
    default String text() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }
}
