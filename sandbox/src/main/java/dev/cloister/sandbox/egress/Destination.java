package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.EgressRule.Scheme;
import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.HostName;
import dev.cloister.sandbox.egress.http.HttpHead;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a connection leads to.
 *
 * @param host its name, in lower case
 * @param port its port
 */
record Destination(String host, int port) {

    private static final Pattern CONNECT = Pattern.compile("CONNECT ([!-~]{1,253}):([1-9][0-9]{0,4}) HTTP/1\\.1");

    /**
     * Reads a CONNECT request (RFC 9110, section 9.3.6).
     *
     * @throws EgressRefusal MALFORMED
     */
    static Destination of(HttpHead head) throws EgressRefusal {
        Matcher line = CONNECT.matcher(head.start());
        if (!line.matches()) {
            throw EgressRefusal.malformed("Ask for a host with CONNECT host:port HTTP/1.1.");
        }
        String host = line.group(1).toLowerCase(Locale.ROOT);
        int port = Integer.parseInt(line.group(2));
        if (port > 65535 || !HostName.valid(host)) {
            throw EgressRefusal.malformed("CONNECT takes a host's name, not an address, and its port.");
        }
        Destination destination = new Destination(host, port);
        String named = head.one("host").orElse(destination.authority()).toLowerCase(Locale.ROOT);
        boolean framed = !head.all("content-length").isEmpty()
                || !head.all("transfer-encoding").isEmpty();
        if (!named.equals(destination.authority()) && !named.equals(host) || framed) {
            throw EgressRefusal.malformed("The field Host names another host, or CONNECT has content.");
        }
        return destination;
    }

    String authority() {
        return host + ":" + port;
    }

    /** As the field Host has it. */
    String authority(Scheme scheme) {
        return port == scheme.port() ? host : authority();
    }

    /**
     * Its addresses, every one of which may be reached. A name of which one may not is refused altogether: it is made to lead
     * somewhere else.
     *
     * @throws EgressRefusal NAME_UNKNOWN or ADDRESS_REFUSED
     */
    List<InetAddress> addresses(EgressNetwork network) throws EgressRefusal {
        List<InetAddress> all;
        try {
            all = network.resolver().addresses(host);
        } catch (IOException e) {
            throw new EgressRefusal(EgressVerdict.NAME_UNKNOWN, "The name " + host + " has no address.");
        }
        if (all.isEmpty()) {
            throw new EgressRefusal(EgressVerdict.NAME_UNKNOWN, "The name " + host + " has no address.");
        }
        if (!all.stream().allMatch(network.addresses()::permits)) {
            throw new EgressRefusal(
                    EgressVerdict.ADDRESS_REFUSED,
                    "The name " + host + " leads into a private network. An operator can allow addresses of one with"
                            + " cloister.egress.allow-private.");
        }
        return all;
    }
}
