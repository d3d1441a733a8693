package dev.cloister.retrieval.ring.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The kernel for a prime: vector code where the machine has it and it computes what scalar code computes. */
public final class Kernels {

    private static final System.Logger LOG = System.getLogger(Kernels.class.getName());

    private static final boolean HAVE_VECTORS = hasFusedMultiplyAdd();

    private Kernels() {}

    /**
     * The fastest kernel that is right on this machine. Vector code is tried against scalar code each time, on random and
     * on extreme inputs (a few milliseconds); where it differs, scalar code is given and a warning logged.
     *
     * @param prime below 2^28 and 1 modulo 8192
     */
    public static RingKernel of(long prime) {
        Roots roots = Roots.of(prime);
        ScalarKernel scalar = new ScalarKernel(roots);
        if (!haveVectors()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Encrypted search runs in scalar code: the machine has no vectors of 256 bits, or the JVM was started"
                            + " without --add-modules jdk.incubator.vector.");
            return scalar;
        }
        VectorKernel vector = new VectorKernel(roots);
        if (!KernelCheck.agree(vector, scalar)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Vector code gave other numbers than scalar code on this machine: encrypted search runs in scalar code.");
            return scalar;
        }
        return vector;
    }

    /** The reference. */
    public static RingKernel scalar(long prime) {
        return new ScalarKernel(Roots.of(prime));
    }

    /** Whether the machine has fused multiply-add in vectors of 256 bits. Without it {@code fma} is computed with big decimals, thousands of times slower than scalar code. */
    static boolean haveVectors() {
        return HAVE_VECTORS;
    }

    private static boolean hasFusedMultiplyAdd() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return false;
        }
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue())
                && Integer.parseInt(machine.getVMOption("MaxVectorSize").getValue()) >= Lanes.SPECIES.vectorByteSize();
    }
}
