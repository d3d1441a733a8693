package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.http.HostName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A secret that an app asks for, and where alone it is filled in.
 *
 * @param name the environment variable that holds its placeholder
 * @param host the one host that it goes to
 * @param header the one header field that it may stand in, in lower case; else any
 * @param places where in a request it may stand
 */
public record SecretUse(String name, String host, Optional<String> header, Set<Place> places) {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,64}");

    /** Variables that programs take for settings begin so. */
    private static final List<String> TAKEN = List.of(
            "PATH", "HOME", "LANG", "LC_", "LD_", "NODE_", "JAVA_", "JDK_", "SSL_", "OPENSSL_", "UV_", "GLIBC_");

    /** A part of a request. */
    public enum Place {
        /** A header field's value, within the user and password of Basic too. */
        HEADER,
        /** The query. */
        QUERY,
        /** The content, where it is small. */
        BODY;

        /** As manifests say it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws SandboxException EGRESS_INVALID */
    public SecretUse {
        places = Set.copyOf(places);
        require(
                NAME.matcher(name).matches() && TAKEN.stream().noneMatch(name::startsWith),
                "the secret's name \"" + name + "\" must match " + NAME + " and be no setting of a program");
        require(HostName.valid(host), "the secret " + name + " must belong to one host");
        require(
                header.map(text -> HEADER.matcher(text).matches()).orElse(true),
                "the header field of the secret " + name + " must match " + HEADER);
        require(!places.isEmpty(), "the secret " + name + " must have a place");
        require(
                header.isEmpty() || places.contains(Place.HEADER),
                "the secret " + name + " names a header field, so its places must hold \"header\"");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new SandboxException(SandboxException.Code.EGRESS_INVALID, what + ".");
        }
    }
}
