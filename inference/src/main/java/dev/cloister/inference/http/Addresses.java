package dev.cloister.inference.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The addresses that may be called: HTTPS, and plain HTTP to this machine alone, since keys and prompts travel there.
 */
public final class Addresses {

    private Addresses() {}

    /**
     * An address from outside.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static URI parse(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no address (" + e.getReason() + ")", e);
        }
        refusal(address).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return address;
    }

    /** Why an address may not be called; empty where it may. */
    public static Optional<String> refusal(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null) {
            return Optional.of("it names no host");
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of("it carries a name or a password");
        }
        if (scheme.equals("https") || scheme.equals("http") && isLoopback(address.getHost())) {
            return Optional.empty();
        }
        return Optional.of(
                scheme.equals("http") ? "plain http is for this machine alone; use https" : "it is not https");
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
