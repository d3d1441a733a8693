package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits.
 *
 * @param first 4 or 16 bytes
 * @param bits how many of them count
 */
public record AddressRange(byte[] first, int bits) {

    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

    public AddressRange {
        first = first.clone();
    }

    /**
     * Reads an address, or one with the number of bits behind a slash, such as {@code 192.168.7.0/24}.
     *
     * @throws SandboxException EGRESS_INVALID
     */
    public static AddressRange of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            try {
                byte[] first = InetAddress.ofLiteral(form.group(1)).getAddress();
                int bits = form.group(2) == null ? first.length * 8 : Integer.parseInt(form.group(2));
                if (bits <= first.length * 8) {
                    return new AddressRange(first, bits);
                }
            } catch (IllegalArgumentException e) {
                throw (SandboxException) invalid(text).initCause(e);
            }
        }
        throw invalid(text);
    }

    /** Whether an address, as its 4 or 16 bytes, lies within. */
    public boolean holds(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] first() {
        return first.clone();
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(first).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SandboxException invalid(String text) {
        return new SandboxException(
                SandboxException.Code.EGRESS_INVALID,
                "\"" + text + "\" is no address and no range of addresses such as 192.168.7.0/24.");
    }
}
