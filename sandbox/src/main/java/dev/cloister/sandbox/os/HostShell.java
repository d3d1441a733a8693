package dev.cloister.sandbox.os;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first process of a sandbox, still outside: it enters the control group, then becomes the rest. */
final class HostShell {

    private static final String ENTER = "while [ \"$1\" != -- ]; do echo 0 >\"$1\" || exit 1; shift; done; shift; ";

    private HostShell() {}

    /** The words before a command that runs in the group. */
    static List<String> in(ControlGroup group, Path shell) {
        return words(group, shell, ENTER + "exec \"$@\"", "sandbox");
    }

    /** The same with a file open as descriptor 9. */
    static List<String> in(ControlGroup group, Path shell, Path file) {
        return words(group, shell, ENTER + "exec \"$@\" 9<\"$0\"", file.toString());
    }

    private static List<String> words(ControlGroup group, Path shell, String script, String name) {
        List<String> words = new ArrayList<>(List.of(shell.toString(), "-c", script, name));
        group.entrances().forEach(entrance -> words.add(entrance.toString()));
        words.add("--");
        return words;
    }
}
