package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//other/path",
                "/a/../b",
                "/a/./b",
                "/..",
                "/a/..",
                "/a/..;x/b",
                "/a/%2e%2e/b",
                "/a/%2E./b",
                "/a%2fb",
                "/a%2Fb",
                "/a\\b",
                "/a%5cb",
                "/a%252fb",
                "/a%00",
                "/a%0d%0aX:y",
                "/a%3bb",
                "/a%zz",
                "/a%2",
                "/a b",
                "/a#b",
                "a",
                "",
                "*",
                "http://api.example.org/a",
            })
    void refusesWhatSomeServersTakeForAnotherPath(String text) {
        assertThrows(EgressRefusal.class, () -> RequestTarget.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a/b", "/a/b/?x=../y&z=%2f", "/a//b", "/%C3%A9", "/a.b/...c", "/a;b=c", "/a?b=http://c/"})
    void leavesTheOthersAsTheyAre(String text) throws EgressRefusal {
        assertEquals(text, RequestTarget.read(text).toString());
    }

    @Test
    void knowsHostsByTheirNamesOnly() {
        for (String name : new String[] {"example.org", "a.b-c.example.org", "localhost", "xn--bcher-kva.example"}) {
            assertTrue(HostName.valid(name), name);
        }
        for (String text : new String[] {
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "2130706433",
            "[::1]",
            "::1",
            "Example.org",
            "example.org.",
            "a..b",
            "-a.org",
            "a_b.org",
            "a/b",
            "",
            "é.org",
            "*.example.org"
        }) {
            assertFalse(HostName.valid(text), text);
        }
    }
}
