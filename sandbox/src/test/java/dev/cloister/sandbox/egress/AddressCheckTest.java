package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.net.InetAddress;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "100::1",
                "3fff::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2002:a00:1::1",
                "2002:a9fe:a9fe::1",
                "5f00::1",
            })
    void refusesWhatIsNotOfTheInternet(String text) {
        assertFalse(AddressCheck.INTERNET.permits(InetAddress.ofLiteral(text)), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "64:ff9b::101:101",
                "2002:101:101::1",
            })
    void permitsTheInternet(String text) {
        assertTrue(AddressCheck.INTERNET.permits(InetAddress.ofLiteral(text)), text);
    }

    @Test
    void refusesTheNetworksThatThisMachineIsOnWhateverTheirAddresses() {
        AddressCheck check = new AddressCheck(
                List.of(), List.of(AddressRange.of("8.8.4.7/24"), AddressRange.of("2a00:1450:4001::5/64")));
        assertFalse(check.permits(InetAddress.ofLiteral("8.8.4.4")));
        assertFalse(check.permits(InetAddress.ofLiteral("2a00:1450:4001::99")));
        assertTrue(check.permits(InetAddress.ofLiteral("8.8.8.8")));
        assertTrue(check.permits(InetAddress.ofLiteral("2a00:1450:4002::99")));
    }

    @Test
    void looksIntoMappedAddresses() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        assertFalse(AddressCheck.INTERNET.permits(mapped));
        mapped[12] = 8;
        assertTrue(AddressCheck.INTERNET.permits(mapped));
    }

    @Test
    void permitsWhatAnOperatorAllows() {
        AddressCheck check =
                new AddressCheck(List.of(AddressRange.of("192.168.7.0/24"), AddressRange.of("fd00::1")), List.of());
        assertTrue(check.permits(InetAddress.ofLiteral("192.168.7.9")));
        assertFalse(check.permits(InetAddress.ofLiteral("192.168.8.9")));
        assertTrue(check.permits(InetAddress.ofLiteral("fd00::1")));
        assertFalse(check.permits(InetAddress.ofLiteral("fd00::2")));
        assertTrue(check.permits(InetAddress.ofLiteral("64:ff9b::c0a8:709")), "by way of NAT64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "::1/129",
                "fe80::1%eth0",
                "1.2.3.4.5"
            })
    void readsAddressesOnly(String text) {
        SandboxException refusal = assertThrows(SandboxException.class, () -> AddressRange.of(text));
        assertEquals(SandboxException.Code.EGRESS_INVALID, refusal.code());
    }
}
