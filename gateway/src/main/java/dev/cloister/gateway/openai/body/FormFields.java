package dev.cloister.gateway.openai.body;

import dev.cloister.inference.OutputForm;
import java.util.Optional;

/** Which form an answer must have. */
public final class FormFields {

    /** What {@code json_object} asks for: any JSON object. */
    static final OutputForm ANY_OBJECT = new OutputForm.Gbnf("""
            root ::= object
            object ::= "{" ws (member ("," ws member)*)? "}" ws
            member ::= string ":" ws value
            array ::= "[" ws (value ("," ws value)*)? "]" ws
            value ::= object | array | string | number | ("true" | "false" | "null") ws
            string ::= "\\"" char* "\\"" ws
            char ::= [^"\\\\\\x00-\\x1f] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F])
            number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})? ws
            ws ::= [ \\n]?
            """);

    private FormFields() {}

    /**
     * Takes {@code response_format}, and what other servers have beside it: {@code guided_regex} (vLLM) and {@code
     * grammar} (llama.cpp's server, GBNF). At most one of them.
     */
    public static Optional<OutputForm> take(Fields fields) {
        Optional<OutputForm> format =
                fields.value("response_format").map(Fields.Value::object).flatMap(FormFields::responseFormat);
        Optional<OutputForm> regex = fields.text("guided_regex").map(OutputForm.Regex::new);
        Optional<OutputForm> grammar = fields.text("grammar").map(OutputForm.Gbnf::new);
        if (format.isPresent() && (regex.isPresent() || grammar.isPresent())
                || regex.isPresent() && grammar.isPresent()) {
            throw fields.wrong(
                    grammar.isPresent() ? "grammar" : "guided_regex", "stands beside another field that sets the form");
        }
        return format.or(() -> regex).or(() -> grammar);
    }

    private static Optional<OutputForm> responseFormat(Fields format) {
        Optional<OutputForm> form =
                switch (format.required("type").text()) {
                    case "text" -> Optional.empty();
                    case "json_object" -> Optional.of(ANY_OBJECT);
                    case "json_schema" -> {
                        Fields named = format.required("json_schema").object();
                        OutputForm schema = schema(named);
                        named.end();
                        yield Optional.of(schema);
                    }
                    default -> throw format.wrong("type", "must be text, json_object or json_schema");
                };
        format.end();
        return form;
    }

    /** Takes {@code text.format} of a response: the same forms, the schema one level higher. */
    public static Optional<OutputForm> ofResponse(Fields format) {
        Optional<OutputForm> form =
                switch (format.required("type").text()) {
                    case "text" -> Optional.empty();
                    case "json_object" -> Optional.of(ANY_OBJECT);
                    case "json_schema" -> Optional.of(schema(format));
                    default -> throw format.wrong("type", "must be text, json_object or json_schema");
                };
        format.end();
        return form;
    }

    private static OutputForm schema(Fields named) {
        named.describing("name", "description");
        // A schema is kept in any case.
        named.flag("strict");
        Fields.Value schema = named.required("schema");
        if (!schema.node().isObject()) {
            throw schema.wrong("must be an object");
        }
        return new OutputForm.JsonSchema(schema.node().toString());
    }
}
