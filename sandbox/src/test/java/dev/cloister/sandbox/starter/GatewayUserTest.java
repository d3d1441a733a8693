package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostUser;
import org.junit.jupiter.api.Test;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GatewayUserTest {

    private static final HostUser HOST = new HostUser(true, 30_000, 20_000);

    @Test
    void isTheMachinesUserCloisterWhereThereIsOne() {
        assertEquals(
                new GatewayUser(998, 997, true),
                GatewayUser.of(
                        List.of("root:x:0:0::/root:/bin/sh", "cloister:x:998:997::/var/lib/cloister:/bin/false"),
                        HOST));
    }

    @Test
    void isElseAnIdThatNoSandboxGets() {
        assertEquals(new GatewayUser(29_999, 29_999, false), GatewayUser.of(List.of("root:x:0:0::/:/bin/sh"), HOST));
    }

    @Test
    void isNeverRoot() {
        assertThrows(IllegalArgumentException.class, () -> GatewayUser.of(List.of("cloister:x:0:0::/:/bin/sh"), HOST));
    }

    @Test
    void tellsWhetherAProcessHasRights() {
        List<String> gateway = List.of(
                "Uid:\t998\t998\t998\t998", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");
        List<String> root =
                List.of("Uid:\t0\t0\t0\t0", "CapEff:\t000001ffffffffff", "CapBnd:\t000001ffffffffff", "NoNewPrivs:\t0");

        assertTrue(Privileges.read(gateway).none());
        assertEquals(
                "ok       gateway user (998, no capabilities and no way to gain any)",
                Privileges.read(gateway).line());
        assertFalse(Privileges.read(root).none());
        assertTrue(
                Privileges.read(root).line().startsWith("missing  gateway user"),
                Privileges.read(root).line());
    }
}
