package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Whom the gateway runs as where root starts it: the machine's user {@code cloister}, else an id that Cloister keeps for it.
 *
 * @param uid not root's, and none that a sandbox gets
 * @param gid its group
 * @param known whether the machine has a name for it
 */
record GatewayUser(int uid, int gid, boolean known) {

    static final String NAME = "cloister";

    private static final int ENTER_BY_GROUP = 0710;
    private static final int FIELDS = 7;

    GatewayUser {
        if (uid <= 0 || gid <= 0) {
            throw new IllegalArgumentException("the gateway's user must not be root");
        }
    }

    /** Of the lines of passwd(5). */
    static GatewayUser of(List<String> accounts, HostUser host) {
        return accounts.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == FIELDS && fields[0].equals(NAME))
                .map(fields -> new GatewayUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true))
                .findFirst()
                .orElseGet(() -> new GatewayUser(host.gatewayId(), host.gatewayId(), false));
    }

    /** Makes a folder of root's one that this user may pass through and nobody else. */
    void letEnter(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(folder, "unix:mode", ENTER_BY_GROUP);
    }
}
