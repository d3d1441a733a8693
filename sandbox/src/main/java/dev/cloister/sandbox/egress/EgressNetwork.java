package dev.cloister.sandbox.egress;

import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * The network as the proxy sees it.
 *
 * @param resolver finds addresses
 * @param addresses says which may be reached
 * @param dialer connects to them
 * @param trust whose certificates hold
 */
public record EgressNetwork(Resolver resolver, AddressCheck addresses, Dialer dialer, SSLContext trust) {

    /**
     * This machine's network, with the authorities that its Java trusts.
     *
     * @param allowed addresses beside the internet's that apps may reach
     */
    public static EgressNetwork ofThisMachine(List<AddressRange> allowed) {
        try {
            return new EgressNetwork(
                    new SystemResolver(),
                    AddressCheck.ofThisMachine(allowed),
                    Dialer.direct(),
                    SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java knows no TLS", e);
        }
    }
}
