package dev.cloister.inference.catalog;

import dev.cloister.inference.remote.KeySource;
import dev.cloister.inference.remote.ServerLimits;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A model that another server runs. Prompts leave this machine.
 *
 * @param address the API's base, up to and including {@code /v1}
 * @param model the model's name at that server
 * @param key where its key is read
 * @param limits what it was declared to do
 * @param tokenizer the installed model file whose vocabulary is that model's; empty where nobody named one
 * @param added when
 */
public record ModelServer(
        String name,
        URI address,
        String model,
        KeySource key,
        ServerLimits limits,
        Optional<String> tokenizer,
        Instant added)
        implements InstalledModel {}
