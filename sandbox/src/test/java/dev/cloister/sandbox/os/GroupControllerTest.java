package dev.cloister.sandbox.os;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The files that version 2 of control groups has, laid out as a service's folder is. */
class GroupControllerTest {

    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    private Path service;

    @Test
    void movesCloisterBelowBeforeItHandsAControllerOn() throws Exception {
        lay("memory pids", "", Long.toString(SELF));
        Path own = Files.createDirectories(service.resolve("cloister-gateway"));
        Files.createFile(own.resolve("cgroup.procs"));

        new GroupController("memory", service).handOn();

        assertEquals(Long.toString(SELF), Files.readString(own.resolve("cgroup.procs")));
        assertEquals("+memory", Files.readString(service.resolve("cgroup.subtree_control")));
        assertEquals(service, GroupController.below("memory", own).parent());
    }

    @Test
    void leavesAGroupAloneThatHoldsOthersProcesses() throws Exception {
        lay("memory pids", "", SELF + "\n1");

        IOException refusal = assertThrows(IOException.class, () -> new GroupController("memory", service).handOn());

        assertEquals(service + " holds processes that are not Cloister's", refusal.getMessage());
        assertEquals("", Files.readString(service.resolve("cgroup.subtree_control")));
    }

    @Test
    void saysWhichControllerIsNotHandedToIt() throws Exception {
        lay("cpu", "", Long.toString(SELF));

        IOException refusal = assertThrows(IOException.class, () -> new GroupController("pids", service).handOn());

        assertEquals("the controller pids is not handed on to Cloister", refusal.getMessage());
    }

    @Test
    void changesNothingWhereTheControllerIsHandedOnAlready() throws Exception {
        lay("memory pids", "memory pids", "1");

        new GroupController("pids", service).handOn();

        assertEquals("memory pids", Files.readString(service.resolve("cgroup.subtree_control")));
    }

    private void lay(String controllers, String handedOn, String members) throws IOException {
        Files.writeString(service.resolve("cgroup.type"), "domain");
        Files.writeString(service.resolve("cgroup.controllers"), controllers);
        Files.writeString(service.resolve("cgroup.subtree_control"), handedOn);
        Files.writeString(service.resolve("cgroup.procs"), members);
    }
}
