package dev.cloister.sandbox.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway's command line, outermost first: setsid, so that Ctrl-C reaches the starter alone, which then asks the gateway
 * to end; bubblewrap, for what it sees; setpriv, which takes root and every capability away for good; and again, so that the
 * kernel ends it with the starter.
 */
final class GatewayCommand {

    private static final Path ACCOUNTS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    private GatewayCommand() {}

    /**
     * The words.
     *
     * @param folder root's, for the accounts that the gateway sees where its user has no name
     * @param program Java and all its arguments
     */
    static List<String> of(GatewayUser user, GatewayView view, Path folder, List<String> program) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid", "bwrap", "--die-with-parent"));
        words.addAll(view.words(user));
        if (!user.known()) {
            // PostgreSQL's initdb wants a name.
            name(
                    words,
                    folder,
                    ACCOUNTS,
                    "%1$s:x:%2$d:%3$d::/:/usr/sbin/nologin\n".formatted(GatewayUser.NAME, user.uid(), user.gid()));
            name(words, folder, GROUPS, "%1$s:x:%2$d:\n".formatted(GatewayUser.NAME, user.gid()));
        }
        words.addAll(List.of("--cap-drop", "ALL"));
        words.addAll(List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"));
        words.add("--");
        words.addAll(unprivileged(user));
        words.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        words.addAll(program);
        return words;
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

    private static void name(List<String> words, Path folder, Path file, String line) throws IOException {
        Path copy = folder.resolve(String.valueOf(file.getFileName()));
        String known = Files.exists(file) ? Files.readString(file) : "";
        String separator = known.isEmpty() || known.endsWith("\n") ? "" : "\n";
        Files.writeString(copy, known + separator + line, StandardOpenOption.CREATE_NEW);
        Files.setAttribute(copy, "unix:mode", 0644);
        words.addAll(List.of("--ro-bind", copy.toString(), file.toString()));
    }
}
