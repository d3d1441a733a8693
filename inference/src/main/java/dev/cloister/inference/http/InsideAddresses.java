package dev.cloister.inference.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Internet addresses that no server elsewhere may lead to (IANA's special-purpose registries, RFC 6890). */
final class InsideAddresses {

    private record Range(int network, int bits) {

        boolean holds(int address) {
            return address >>> (Integer.SIZE - bits) == network >>> (Integer.SIZE - bits);
        }
    }

    private static final List<Range> RANGES = List.of(
            range(0, 0, 0, 8),
            range(10, 0, 0, 8),
            range(100, 64, 0, 10),
            range(127, 0, 0, 8),
            range(169, 254, 0, 16),
            range(172, 16, 0, 12),
            range(192, 0, 0, 24),
            range(192, 168, 0, 16),
            range(198, 18, 0, 15),
            range(224, 0, 0, 3));

    private InsideAddresses() {}

    /** Whether one of the addresses that the host's name stands for lies inside. */
    static boolean hold(String host) throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host)).anyMatch(InsideAddresses::hold);
    }

    private static boolean hold(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            int number = number(bytes[0], bytes[1], bytes[2], bytes[3]);
            return RANGES.stream().anyMatch(range -> range.holds(number));
        }
        // Global unicast is 2000::/3; 2001:0::/23 and 2002::/16 carry addresses of other networks.
        boolean global = (bytes[0] & 0xE0) == 0x20;
        int first = number((byte) 0, (byte) 0, bytes[0], bytes[1]);
        boolean carries = first == 0x2002 || first == 0x2001 && (bytes[2] & 0xFE) == 0;
        return !global || carries;
    }

    private static Range range(int a, int b, int c, int bits) {
        return new Range(number((byte) a, (byte) b, (byte) c, (byte) 0), bits);
    }

    private static int number(byte a, byte b, byte c, byte d) {
        return (a & 0xFF) << 24 | (b & 0xFF) << 16 | (c & 0xFF) << 8 | d & 0xFF;
    }
}
