package dev.cloister.inference.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
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

    /**
     * Why a server's redirect may not be followed; empty where it may. A server elsewhere must not lead to this machine
     * or into its network, whatever the name that it gives resolves to.
     *
     * @param typed the address that a person gave; only where it names this machine may it be led to this machine
     */
    public static Optional<String> redirectRefusal(URI typed, URI target) {
        Optional<String> refusal = refusal(target);
        if (refusal.isPresent() || isLoopback(typed.getHost())) {
            return refusal;
        }
        try {
            return InsideAddresses.hold(target.getHost())
                    ? Optional.of("it lies inside this machine or its network")
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("its host is not known");
        }
    }

    /**
     * An address for people: its scheme, host, port and path. Names, passwords, queries and fragments may open it; of what
     * has no host nothing before the last sign at which a host could begin is shown.
     */
    public static String shown(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null) {
                String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
                return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
            }
        } catch (URISyntaxException e) {
            // Shown as text.
            return withoutSecrets(address);
        }
        return withoutSecrets(address);
    }

    private static String withoutSecrets(String text) {
        return text.substring(text.lastIndexOf('@') + 1).replaceFirst("[?#].*$", "");
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
