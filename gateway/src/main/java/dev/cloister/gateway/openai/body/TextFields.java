package dev.cloister.gateway.openai.body;

import java.util.List;
import java.util.Set;

/** Fields that hold text. */
public final class TextFields {

    private static final int MOST_STOPS = 4;
    private static final int LONGEST_STOP = 256;
    private static final int MOST_PARTS = 256;

    private TextFields() {}

    /** Takes {@code stop}: a text, or up to four in a list. */
    public static List<String> stop(Fields fields) {
        return fields
                .value("stop")
                .map(stop -> stop.node().isTextual() ? List.of(stop) : stop.list(MOST_STOPS))
                .orElse(List.of())
                .stream()
                .map(TextFields::stopText)
                .toList();
    }

    private static String stopText(Fields.Value stop) {
        String text = stop.text();
        if (text.isEmpty() || text.length() > LONGEST_STOP) {
            throw stop.wrong("must have 1 to " + LONGEST_STOP + " characters");
        }
        return text;
    }

    /** A content that is a text, or a list of parts of these types, each with a text. */
    public static String content(Fields.Value content, Set<String> types) {
        if (content.node().isTextual()) {
            return content.text();
        }
        StringBuilder text = new StringBuilder();
        for (Fields.Value one : content.list(MOST_PARTS)) {
            Fields part = one.object();
            Fields.Value type = part.required("type");
            if (!types.contains(type.text())) {
                throw type.wrong("must be "
                        + String.join(" or ", types.stream().sorted().toList()) + ": the model reads text alone");
            }
            text.append(part.required(type.text().equals("refusal") ? "refusal" : "text")
                    .text());
            part.describing("annotations", "logprobs");
            part.end();
        }
        return text.toString();
    }
}
