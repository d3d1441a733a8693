package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.starter.GatewayView.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway's command line, outermost first: setsid, so that Ctrl-C reaches the starter alone, which then asks the gateway
 * to end; setpriv, which takes root and every capability away for good; and again, so that the kernel ends it with the
 * starter.
 */
final class GatewayCommand {

    private static final Path ACCOUNTS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    private static final int READ_BY_ALL = 0644;

    private GatewayCommand() {}

    /** The words; the program is Java and all its arguments. */
    static List<String> of(GatewayUser user, List<String> program) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(unprivileged(user));
        words.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        words.addAll(program);
        return words;
    }

    /**
     * The machine's accounts and groups with the user's, where it has no name: PostgreSQL's initdb wants one.
     *
     * @param folder root's, for the copies
     */
    static List<Shown> names(GatewayUser user, Path folder) throws IOException {
        if (user.known()) {
            return List.of();
        }
        String account = "%1$s:x:%2$d:%3$d::/:/usr/sbin/nologin\n".formatted(GatewayUser.NAME, user.uid(), user.gid());
        String group = "%1$s:x:%2$d:\n".formatted(GatewayUser.NAME, user.gid());
        return List.of(with(ACCOUNTS, account, folder), with(GROUPS, group, folder));
    }

    /** The words before a command that runs as the user. */
    static List<String> unprivileged(GatewayUser user) {
        return List.of(
                "setpriv",
                "--reuid",
                Integer.toString(user.uid()),
                "--regid",
                Integer.toString(user.gid()),
                "--clear-groups",
                "--inh-caps=-all",
                "--ambient-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
                "--");
    }

    private static Shown with(Path file, String line, Path folder) throws IOException {
        Path copy = folder.resolve(String.valueOf(file.getFileName()));
        String known = Files.readString(file);
        Files.writeString(copy, known + (known.endsWith("\n") ? "" : "\n") + line, StandardOpenOption.CREATE_NEW);
        Files.setAttribute(copy, "unix:mode", READ_BY_ALL);
        return new Shown(copy, file, false);
    }
}
