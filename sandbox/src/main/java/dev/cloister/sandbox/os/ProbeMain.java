package dev.cloister.sandbox.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs inside a sandbox and tries to leave it. Prints a line {@code LAYER<tab>what got through} for each success and a
 * last line {@code done}.
 *
 * <p>Arguments: the memory limit of each process in bytes or 0 where there is none, a host file that must not be there, the user id that Cloister runs as, then
 * each namespace of the host as {@code /proc/self/ns} links to it.
 */
public final class ProbeMain {

    private static final int CLONE_NEWUSER = 0x10000000;
    private static final int CLONE_SIGHAND = 0x800;
    private static final int GET_NO_NEW_PRIVS = 39;
    private static final int TIOCSTI = 0x5412;

    private final RawSystemCall raw = new RawSystemCall();
    private final List<String> found = new ArrayList<>();

    private ProbeMain() {}

    public static void main(String[] arguments) throws IOException {
        ProbeMain probe = new ProbeMain();
        probe.memory(Long.parseLong(arguments[0]));
        probe.files(Path.of(arguments[1]));
        probe.identity(arguments[2]);
        for (int i = 3; i < arguments.length; i++) {
            probe.namespace(arguments[i]);
        }
        probe.environment();
        probe.processes();
        probe.network();
        probe.systemCalls();
        probe.landlock();
        probe.found.forEach(System.out::println);
        System.out.println("done");
    }

    private void memory(long limit) {
        long readWrite = 3;
        long privateAnonymous = 0x22;
        long sharedAnonymous = 0x21;
        gotThrough(
                Layer.MEMORY_LIMIT,
                limit > 0 && raw.call(9, 0, limit + 4096, readWrite, privateAnonymous, -1, 0) > 0,
                "more memory than the limit");
        gotThrough(Layer.MEMORY_LIMIT, raw.call(9, 0, 4096, readWrite, sharedAnonymous, -1, 0) > 0, "shared memory");
        gotThrough(Layer.MEMORY_LIMIT, !raw.refused(319, 0, 0, 0), "memfd_create");
        gotThrough(Layer.MEMORY_LIMIT, !raw.refused(29, 0, 4096, 0), "shmget");
    }

    private void files(Path hostFile) {
        gotThrough(Layer.FILES, Files.exists(hostFile), "a file of the host");
        for (String path : List.of("/etc/passwd", "/etc/shadow", "/etc/hosts", "/root", "/home", "/var", "/run")) {
            gotThrough(Layer.FILES, Files.exists(Path.of(path)), path);
        }
        for (String folder : List.of("/", "/usr", "/usr/bin", "/etc", "/dev", "/proc", "/sys")) {
            gotThrough(Layer.FILES, writes(Path.of(folder, "cloister-probe")), "a new file in " + folder);
        }
        gotThrough(Layer.FILES, !writes(Path.of("/tmp", "cloister-probe")), "no folder for temporary files");
    }

    private static boolean writes(Path file) {
        try {
            Files.writeString(file, "probe");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void identity(String hostUser) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        String user = field(status, "Uid:");
        String[] map = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+", -1);
        String outside = Long.toString(Long.parseLong(user) - Long.parseLong(map[0]) + Long.parseLong(map[1]));
        gotThrough(Layer.USER_ID, outside.equals("0"), "the sandbox runs as root");
        gotThrough(Layer.USER_ID, outside.equals(hostUser), "the sandbox runs as Cloister's own user");
        for (String set : List.of("CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:")) {
            boolean emptied = !set.equals("CapBnd:") || !map[0].equals(user);
            String held = field(status, set);
            // A kernel without ambient capabilities has no line for them.
            gotThrough(
                    Layer.CAPABILITIES,
                    emptied && !held.isEmpty() && Long.parseUnsignedLong(held, 16) != 0,
                    set + " is not empty");
        }
        gotThrough(Layer.CAPABILITIES, raw.call(157, GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) != 1, "privileges can be gained");
        gotThrough(Layer.SYSTEM_CALLS, !field(status, "Seccomp:").equals("2"), "no filter is in force");
    }

    private static String field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.split("\\s+", -1)[1])
                .orElse("");
    }

    private void namespace(String ofHost) throws IOException {
        String kind = ofHost.substring(0, ofHost.indexOf(':'));
        Path own = Path.of("/proc/self/ns", kind);
        // A kernel of the sandbox's own may not know the kind at all.
        if (Files.isSymbolicLink(own)) {
            String name = Files.readSymbolicLink(own).toString();
            gotThrough(Layer.NAMESPACES, name.equals(ofHost), "the host's namespace " + kind);
        }
    }

    private void environment() throws IOException {
        System.getenv()
                .keySet()
                .forEach(name -> gotThrough(Layer.ENVIRONMENT, !name.equals("PWD"), "the variable " + name));
        for (int descriptor = 3; descriptor < 256; descriptor++) {
            Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
            if (Files.isSymbolicLink(link)) {
                gotThrough(Layer.ENVIRONMENT, !Files.exists(link), "descriptor " + descriptor);
                String target = Files.readSymbolicLink(link).toString();
                gotThrough(Layer.ENVIRONMENT, !target.startsWith("/"), "descriptor " + descriptor + " " + target);
            }
        }
    }

    private void processes() {
        long others = ProcessHandle.allProcesses()
                .filter(process -> process.pid() > 2)
                .count();
        gotThrough(Layer.NAMESPACES, others > 1, others + " processes in sight");
        boolean first = ProcessHandle.current().pid() == 1;
        gotThrough(Layer.NAMESPACES, !first && Files.isReadable(Path.of("/proc/1/environ")), "process 1's environment");
    }

    private void network() throws IOException {
        int[] families = {1, 2, 10, 16, 17, 38, 40};
        for (int family : families) {
            gotThrough(Layer.NETWORK, !raw.refused(41, family, 1, 0), "a socket of family " + family);
        }
        long interfaces = Files.readAllLines(Path.of("/proc/net/dev")).size() - 2L;
        gotThrough(Layer.NETWORK, interfaces > 1, interfaces + " network interfaces");
    }

    private void systemCalls() {
        refuse("ptrace", 101, 0);
        refuse("unshare", 272, CLONE_NEWUSER);
        // Without the filter this answers EINVAL and makes no process.
        refuse("clone with a namespace", 56, CLONE_NEWUSER | CLONE_SIGHAND);
        refuse("clone3", 435, 0);
        refuse("setns", 308, -1);
        refuse("mount", 165, 0);
        refuse("umount2", 166, 0);
        refuse("pivot_root", 155, 0);
        refuse("chroot", 161, 0);
        refuse("fsopen", 430, 0);
        refuse("io_uring_setup", 425, 0);
        refuse("bpf", 321, 0);
        refuse("keyctl", 250, 0);
        refuse("add_key", 248, 0);
        refuse("userfaultfd", 323, 0);
        refuse("perf_event_open", 298, 0);
        refuse("process_vm_readv", 310, 0);
        refuse("process_vm_writev", 311, 0);
        refuse("init_module", 175, 0);
        refuse("kexec_load", 246, 0);
        refuse("open_by_handle_at", 304, -1);
        refuse("pidfd_getfd", 438, -1);
        gotThrough(Layer.SYSTEM_CALLS, !raw.refused(16, 0, TIOCSTI, 0), "terminal input can be forged");
        gotThrough(Layer.SYSTEM_CALLS, !raw.refused(0x40000000L | 39, 0, 0, 0), "x32 system calls");
    }

    /** What the mounts and the owner would allow. */
    private void landlock() {
        gotThrough(Layer.LANDLOCK, writes(Path.of("/proc/self/comm")), "a write beyond /tmp");
        gotThrough(Layer.LANDLOCK, runsItsOwn(Path.of("/tmp", "cloister-program")), "a program that it wrote itself");
    }

    private static boolean runsItsOwn(Path copy) {
        try {
            Files.copy(Path.of("/usr/bin/true"), copy);
            return new ProcessBuilder(copy.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refuse(String name, long number, long argument) {
        gotThrough(Layer.SYSTEM_CALLS, !raw.refused(number, argument, 0, 0), name);
    }

    private void gotThrough(Layer layer, boolean escaped, String what) {
        if (escaped) {
            found.add(layer.name() + "\t" + what);
        }
    }
}
