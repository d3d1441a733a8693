package dev.cloister.gateway.models;

import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.watermark.scheme.SparseBias;

/** What becomes of marks while a server's model is in use, in words. */
final class ServerMarks {

    private ServerMarks() {}

    static String text(ModelServer server) {
        return server.tokenizer()
                .map(name ->
                        SparseBias.entriesFor(server.limits().logitBiases()).isPresent()
                                ? "its answers are marked by biases, and texts can be checked for marks; %s splits them into tokens here"
                                        .formatted(name)
                                : "its answers carry no mark, since its logit_bias is too small, but texts can be checked for marks; %s splits them into tokens here"
                                        .formatted(name))
                .orElse("its answers carry no mark, and texts cannot be checked for marks while it is in use");
    }
}
