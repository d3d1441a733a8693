package dev.cloister.gateway.openai.body;

/**
 * Whether and how an answer is streamed.
 *
 * @param wanted whether it is
 * @param usage whether the last event tells the token counts
 */
public record StreamFields(boolean wanted, boolean usage) {

    /** Takes {@code stream} and {@code stream_options}. */
    public static StreamFields take(Fields fields) {
        boolean wanted = fields.flag("stream").orElse(false);
        boolean usage = fields.value("stream_options")
                .map(given -> {
                    if (!wanted) {
                        throw given.wrong("is given without stream");
                    }
                    Fields options = given.object();
                    boolean counts = options.flag("include_usage").orElse(false);
                    // Padding against who counts bytes on the way: a loopback or TLS hop of the house has none.
                    options.describing("include_obfuscation");
                    options.end();
                    return counts;
                })
                .orElse(false);
        return new StreamFields(wanted, usage);
    }
}
