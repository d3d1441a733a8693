package dev.cloister.sandbox.os;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sandbox may do with files by Landlock, landlock(7), beside what bubblewrap's mounts say: read and execute the
 * system and what is mounted read-only, write {@code /tmp} and what is mounted writable, execute nothing that it wrote.
 * TCP is refused from ABI 4 on, signals and abstract sockets beyond the sandbox from ABI 6 on.
 *
 * <p>A step between setpriv and the command sets the rules, since only a process can restrict itself.
 */
final class LandlockRules {

    private static final int EXECUTE = 1;
    private static final int WRITE_FILE = 1 << 1;
    private static final int READ_FILE = 1 << 2;
    private static final int READ_FOLDER = 1 << 3;
    private static final int REMOVE_FOLDER = 1 << 4;
    private static final int REMOVE_FILE = 1 << 5;
    private static final int MAKE_FOLDER = 1 << 7;
    private static final int MAKE_FILE = 1 << 8;
    private static final int MAKE_SOCKET = 1 << 9;
    private static final int MAKE_FIFO = 1 << 10;
    private static final int MAKE_LINK = 1 << 12;
    private static final int MOVE = 1 << 13;
    private static final int TRUNCATE = 1 << 14;
    private static final int CONTROL_DEVICE = 1 << 15;

    private static final int READ = READ_FILE | READ_FOLDER;
    private static final int RUN = READ | EXECUTE;
    private static final int DEVICES = READ | WRITE_FILE | CONTROL_DEVICE;
    private static final int WRITE = READ
            | WRITE_FILE
            | TRUNCATE
            | REMOVE_FOLDER
            | REMOVE_FILE
            | MAKE_FOLDER
            | MAKE_FILE
            | MAKE_SOCKET
            | MAKE_FIFO
            | MAKE_LINK
            | MOVE;

    private static final int CREATE_RULESET = 444;
    private static final int VERSION = 1;

    private LandlockRules() {}

    /** The ABI of the kernel's Landlock, below 1 where it has none. */
    static long kernelVersion() {
        return new RawSystemCall().call(CREATE_RULESET, 0, 0, VERSION, 0, 0, 0);
    }

    /** The words before a command with which it runs under the rules; the paths are those inside the sandbox. */
    static List<String> command(Path perl, List<String> systemFolders, List<Mount> mounts) {
        List<String> words = new ArrayList<>(Script.LANDLOCK.command(perl));
        systemFolders.forEach(folder -> allow(words, RUN, folder));
        allow(words, READ, "/etc");
        allow(words, READ, "/proc");
        allow(words, DEVICES, "/dev");
        allow(words, WRITE, "/tmp");
        mounts.forEach(mount ->
                allow(words, mount.writable() ? WRITE : RUN, mount.inside().toString()));
        words.add("--");
        return words;
    }

    private static void allow(List<String> words, int access, String path) {
        words.add(Integer.toHexString(access));
        words.add(path);
    }
}
