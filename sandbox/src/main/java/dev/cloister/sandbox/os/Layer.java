package dev.cloister.sandbox.os;

/** The layers of a sandbox. Without one of the mandatory ones apps stay off; the others are there where the kernel has them. */
public enum Layer {
    /** Other processes, networks, IPC objects, mounts and host names are other worlds. */
    NAMESPACES(
            "Allow namespaces: run outside of a container, or give it CAP_SYS_ADMIN and an unconfined seccomp profile"
                    + " (--cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined)"),
    /** The host's files are absent and the system's cannot be written. */
    FILES("Install bubblewrap 0.8 or newer: apt-get install bubblewrap"),
    /** Neither the host's environment nor its open files come in. */
    ENVIRONMENT("Install bubblewrap 0.8 or newer: apt-get install bubblewrap"),
    /** No socket of any family that leaves the sandbox. */
    NETWORK("Use a kernel with CONFIG_NET_NS and CONFIG_SECCOMP_FILTER"),
    /** Only the listed system calls answer. */
    SYSTEM_CALLS("Use a kernel with CONFIG_SECCOMP_FILTER on x86-64"),
    /** The sandbox's user is nobody else's, Cloister's least of all. */
    USER_ID(
            "Run Cloister as root (a system service or a container): only root can give each sandbox a user id of its own"),
    /** No capabilities, and no way to gain any. */
    CAPABILITIES("Install util-linux 2.31 or newer, which has setpriv: apt-get install util-linux"),
    /** Private memory is bounded, shared memory cannot be made. */
    MEMORY_LIMIT("Install util-linux, which has prlimit: apt-get install util-linux"),
    /** Processes and threads are bounded. */
    PROCESS_LIMIT("Run Cloister as root, so that the limit counts one sandbox alone"),
    /** CPU time is bounded. */
    CPU_LIMIT("Install util-linux, which has prlimit: apt-get install util-linux"),
    /** The kernel's own rules on files, TCP, signals and abstract sockets beside the mounts: landlock(7). */
    LANDLOCK(
            "Use a kernel with CONFIG_SECURITY_LANDLOCK and landlock among lsm=, and apt-get install perl-base", false),
    /** Memory and processes of the whole sandbox are bounded, beside those of each process. */
    TOTAL_LIMIT(
            "Run Cloister as root, as a systemd service with Delegate=memory pids or where control groups of version 1 can be"
                    + " made",
            false);

    private final String mend;
    private final boolean mandatory;

    Layer(String mend) {
        this(mend, true);
    }

    Layer(String mend, boolean mandatory) {
        this.mend = mend;
        this.mandatory = mandatory;
    }

    /** Whether apps stay off on a machine that does not have it. */
    public boolean mandatory() {
        return mandatory;
    }

    /** What to do where it is missing. */
    public String mend() {
        return mend;
    }
}
