package dev.cloister.gateway.apps;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.SandboxTier;
import dev.cloister.sandbox.starter.Sandboxes;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** Which kind of sandbox apps run in: {@code cloister.sandbox.tier}. The model and parsers always run in the first. */
public enum SpokeTier {
    /** Bubblewrap: the host's kernel behind namespaces and a filter. */
    STANDARD,
    /** gVisor: a kernel of its own before the host's, at some tenths of a second more for each start. */
    STRICT;

    /** The setting's name. */
    public static final String KEY = "cloister.sandbox.tier";

    /**
     * The tier of that name.
     *
     * @throws SetupException USAGE
     */
    public static SpokeTier named(String name) {
        for (SpokeTier tier : values()) {
            if (tier.title().equals(name)) {
                return tier;
            }
        }
        throw new SetupException(Code.USAGE, "The tier " + name + " is not known; there are standard and strict");
    }

    /** The tier that an instance's settings say, for commands beside it; throws as {@link #named} does. */
    public static SpokeTier of(Home home) {
        Path settings = home.root().resolve("cloister.properties");
        Properties properties = new Properties();
        if (Files.exists(settings)) {
            try (Reader reader = Files.newBufferedReader(settings)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return named(Optional.ofNullable(System.getProperty(KEY))
                .orElseGet(() -> properties.getProperty(KEY, STANDARD.title()))
                .strip());
    }

    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Sandboxes of this kind.
     *
     * @throws SandboxException with TOOL_MISSING where its programs are not installed, LAYER_MISSING where it needs root
     */
    public SandboxTier open() {
        return switch (this) {
            case STANDARD -> Sandboxes.standard();
            case STRICT -> Sandboxes.strict();
        };
    }
}
