package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.http.HostName;
import dev.cloister.sandbox.egress.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One thing that an app may do on the network.
 *
 * @param scheme whether TLS protects it
 * @param host a name, or {@code *.} and a name of two labels or more for all names below it
 * @param port its port
 * @param methods the methods; empty for all
 * @param paths whole paths, or beginnings with {@code *} behind them; empty for all
 */
public record EgressRule(Scheme scheme, String host, int port, List<String> methods, List<String> paths) {

    private static final int MOST_PATHS = 64;
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()+,;=:@%/-]{0,255}\\*?");

    /** The protocols that are carried. */
    public enum Scheme {
        /** HTTP over TLS. */
        HTTPS(443),
        /** HTTP that anybody on the way can read. */
        HTTP(80);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }

        /** The port where no other is named. */
        public int port() {
            return port;
        }
    }

    /** @throws SandboxException EGRESS_INVALID */
    public EgressRule {
        methods = List.copyOf(methods);
        paths = List.copyOf(paths);
        boolean below = host.startsWith("*.") && host.indexOf('.', 2) > 0;
        require(
                HostName.valid(below ? host.substring(2) : host),
                "a host is a name in lower case, or *. and a name of two labels or more, not \"" + host + "\"");
        require(port > 0 && port < 65536, "a port is a number from 1 to 65535");
        require(HttpRequest.METHODS.containsAll(methods), "methods are among " + HttpRequest.METHODS);
        require(
                paths.size() <= MOST_PATHS && paths.stream().allMatch(EgressRule::isPath),
                "paths, " + MOST_PATHS
                        + " at most, begin with a slash and hold no dot segments; * may stand at the end");
    }

    /** Whether it is about that host. */
    boolean names(String otherHost, int otherPort) {
        return port == otherPort
                && (host.equals(otherHost) || host.startsWith("*.") && otherHost.endsWith(host.substring(1)));
    }

    /** Whether it lets this request through. */
    boolean allows(String method, String path) {
        return (methods.isEmpty() || methods.contains(method))
                && (paths.isEmpty() || paths.stream().anyMatch(pattern -> fits(pattern, path)));
    }

    /** Whether all that is sent to the host may go. */
    public boolean unlimited() {
        return methods.isEmpty() && paths.isEmpty();
    }

    /** In words for people: methods, address, paths. */
    public String line() {
        String address =
                scheme.name().toLowerCase(Locale.ROOT) + "://" + host + (port == scheme.port() ? "" : ":" + port);
        return (methods.isEmpty() ? "all methods" : String.join(", ", methods)) + " " + address + " "
                + (paths.isEmpty() ? "all paths" : String.join(", ", paths));
    }

    private static boolean fits(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }

    private static boolean isPath(String text) {
        return PATH.matcher(text).matches()
                && List.of(text.split("/", -1)).stream().noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new SandboxException(SandboxException.Code.EGRESS_INVALID, what + ".");
        }
    }
}
