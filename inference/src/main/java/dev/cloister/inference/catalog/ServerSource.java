package dev.cloister.inference.catalog;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.http.Addresses;
import dev.cloister.inference.remote.KeySource;
import dev.cloister.inference.remote.ServerKey;
import dev.cloister.inference.remote.ServerLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Adds models that other servers run. */
public final class ServerSource {

    private final ModelLibrary library;
    private final Path keys;

    /**
     * @param keys the instance's folder of keys
     */
    public ServerSource(ModelLibrary library, Path keys) {
        this.library = library;
        this.keys = keys;
    }

    /**
     * Notes a server. Nothing is asked of it.
     *
     * @param address the API's base, up to and including {@code /v1}
     * @param model the model's name at that server
     * @param tokenizer an installed model file with that model's vocabulary
     * @throws CatalogException NAME_INVALID, MODEL_EXISTS, ADDRESS_REFUSED, KEY_INVALID for a key's file that cannot be
     *     used (a variable may be set later), or TOKENIZER_INVALID
     */
    public ModelServer add(
            String name,
            String address,
            String model,
            KeySource key,
            ServerLimits limits,
            Optional<String> tokenizer,
            Instant now) {
        ModelName.require(name);
        requireKey(key);
        ModelServer server = new ModelServer(name, base(address), model, key, limits, tokenizer, now);
        library.add(server, () -> requireTokenizer(server));
        return server;
    }

    private void requireTokenizer(ModelServer server) {
        try {
            var unused = library.tokenizer(server);
        } catch (CatalogException e) {
            throw new CatalogException(e.code(), e.getMessage() + " Nothing was added.", e);
        }
    }

    private void requireKey(KeySource key) {
        if (key instanceof KeySource.InFile(String file)) {
            if (!keys.resolve(file).normalize().startsWith(keys)) {
                throw new CatalogException(
                        Code.KEY_INVALID,
                        "Keys lie below %s; %s is elsewhere. Nothing was added.".formatted(keys, file));
            }
            try {
                var unused = new ServerKey(key, keys).get();
            } catch (EngineException e) {
                throw new CatalogException(Code.KEY_INVALID, e.getMessage() + " Nothing was added.", e);
            }
        }
    }

    private static URI base(String text) {
        try {
            URI address = Addresses.parse(text.replaceFirst("/+$", ""));
            if (address.getRawQuery() != null || address.getRawFragment() != null) {
                throw new IllegalArgumentException("it has a query or a fragment");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new CatalogException(
                    Code.ADDRESS_REFUSED,
                    "The address %s is not called: %s. Nothing was added."
                            .formatted(Addresses.shown(text), e.getMessage()),
                    e);
        }
    }
}
