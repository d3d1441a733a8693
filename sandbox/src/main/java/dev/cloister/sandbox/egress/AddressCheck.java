package dev.cloister.sandbox.egress;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are of the internet: all that IANA's registries of special-purpose addresses (RFC 6890) mark as globally
 * reachable, and none of the machine itself, its network, its cloud's metadata service or a multicast group.
 *
 * @param allowed what an operator lets apps reach all the same
 * @param own the networks that this machine is on: theirs may be addresses of the internet, and still lie behind its wall
 */
public record AddressCheck(List<AddressRange> allowed, List<AddressRange> own) {

    /** The internet alone. */
    public static final AddressCheck INTERNET = new AddressCheck(List.of(), List.of());

    private static final List<AddressRange> REFUSED = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20");

    private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3");
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");

    /** Its textual form means the same IPv4 address to Java, so that it is spelled out in bytes. */
    private static final AddressRange MAPPED =
            new AddressRange(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}, 96);

    public AddressCheck {
        allowed = List.copyOf(allowed);
        own = List.copyOf(own);
    }

    /** All but this machine's networks as they are now. */
    static AddressCheck ofThisMachine(List<AddressRange> allowed) {
        try {
            return new AddressCheck(
                    allowed,
                    NetworkInterface.networkInterfaces()
                            .flatMap(one -> one.getInterfaceAddresses().stream())
                            .map(one -> new AddressRange(one.getAddress().getAddress(), one.getNetworkPrefixLength()))
                            .toList());
        } catch (SocketException e) {
            throw new UncheckedIOException("This machine does not tell its networks", e);
        }
    }

    /** Whether apps may be led there. */
    public boolean permits(InetAddress address) {
        return permits(address.getAddress());
    }

    boolean permits(byte[] address) {
        if (allowed.stream().anyMatch(range -> range.holds(address))) {
            return true;
        }
        if (MAPPED.holds(address) || NAT64.holds(address)) {
            return permits(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.holds(address)) {
            return permits(Arrays.copyOfRange(address, 2, 6));
        }
        return (address.length == 4 || GLOBAL_UNICAST.holds(address))
                && REFUSED.stream().noneMatch(range -> range.holds(address))
                && own.stream().noneMatch(range -> range.holds(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }
}
