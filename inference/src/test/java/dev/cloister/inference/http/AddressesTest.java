package dev.cloister.inference.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressesTest {

    private static final URI ELSEWHERE = URI.create("https://192.0.2.1/model.gguf");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://127.9.9.9:8443/x",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://localhost/x",
                "https://0.0.0.0/x",
                "https://10.1.2.3/x",
                "https://172.16.0.1/x",
                "https://192.168.1.1/x",
                "https://169.254.169.254/latest",
                "https://100.64.0.1/x",
                "https://[fe80::1]/x",
                "https://[fd00::1]/x",
                "https://2130706433/x",
                "https://[64:ff9b::7f00:1]/x",
                "https://[2002:7f00:1::]/x",
                "https://[::127.0.0.1]/x",
                "https://255.255.255.255/x",
                "https://240.0.0.1/x",
                "https://198.18.0.1/x",
                "https://192.0.0.1/x",
                "https://no-such-host.invalid/x",
                "http://192.0.2.2/x",
                "http://localhost/x",
                "ftp://192.0.2.2/x",
                "https://user@192.0.2.2/x"
            })
    void aServerElsewhereMayNotLeadIntoThisMachineOrItsNetwork(String target) {
        assertTrue(Addresses.redirectRefusal(ELSEWHERE, URI.create(target)).isPresent(), target);
    }

    @Test
    void redirectsBetweenServersElsewhereAndOnThisMachineAreFollowed() {
        assertEquals(Optional.empty(), Addresses.redirectRefusal(ELSEWHERE, URI.create("https://198.51.100.7/x")));
        URI mirror = URI.create("https://10.1.2.3/a");
        assertTrue(Addresses.redirectRefusal(mirror, URI.create("https://169.254.169.254/b"))
                .isPresent());
        URI here = URI.create("http://127.0.0.1:8000/a");
        assertEquals(Optional.empty(), Addresses.redirectRefusal(here, URI.create("http://localhost:8001/b")));
    }

    @Test
    void showsNothingThatOpensAnAddress() {
        assertEquals(
                "https://host.example/a.gguf",
                Addresses.shown("https://name:secret@host.example/a.gguf?X-Signature=abc#f"));
        assertEquals("https://host.example:8443/@a", Addresses.shown("https://host.example:8443/@a"));
        for (String address : List.of(
                "https://ann@corp.example:secret@host.example/m",
                "https://u:secret/w@host.example/m",
                "https://u:secret?w@h")) {
            assertFalse(Addresses.shown(address).contains("secret"), Addresses.shown(address));
        }
    }
}
