package dev.cloister.retrieval.seal;

import dev.cloister.retrieval.ring.RingParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import static dev.cloister.retrieval.seal.SealLibrary.BOOL;
import static dev.cloister.retrieval.seal.SealLibrary.INT;
import static dev.cloister.retrieval.seal.SealLibrary.POINTER;
import static dev.cloister.retrieval.seal.SealLibrary.U64;
import static dev.cloister.retrieval.seal.SealLibrary.U8;

/**
 * A SEAL context and evaluator for BFV over our primes. SEAL keeps its last prime for key switching, which is not used here,
 * and works on ciphertexts over the others: so one prime more is given to it. Its own check of security levels is off, since
 * that prime would count; the parameters are ours (docs/adr/0017).
 */
final class SealRing implements AutoCloseable {

    static final int N = RingParameters.RING_DIMENSION;

    private static final byte BFV = 1;
    private static final int NO_SECURITY_CHECK = 0;
    private static final long SPECIAL_PRIME = 268369921;
    private static final int PARAMETERS_ID_BYTES = 32;
    private static final MemorySegment GLOBAL_POOL = MemorySegment.NULL;

    private final Arena arena = Arena.ofShared();
    private final SealLibrary library;
    private final int primes;
    private final MemorySegment context;
    private final MemorySegment evaluator;
    private final MemorySegment parametersId;
    private final MethodHandle multiplyPlain;
    private final MethodHandle add;
    private final MethodHandle setDataAt;
    private final MethodHandle getDataAt;

    SealRing(SealLibrary library, RingParameters parameters) {
        this.library = library;
        this.primes = parameters.primeCount();
        this.context = context(parameters);
        this.evaluator = library.create("Evaluator_Create", layouts(POINTER), context);
        this.parametersId = arena.allocate(PARAMETERS_ID_BYTES, Long.BYTES);
        library.call("SEALContext_FirstParmsId", layouts(POINTER, POINTER), context, parametersId);
        this.multiplyPlain = library.function("Evaluator_MultiplyPlain", POINTER, POINTER, POINTER, POINTER, POINTER);
        this.add = library.function("Evaluator_Add", POINTER, POINTER, POINTER, POINTER);
        this.setDataAt = library.function("Ciphertext_SetDataAt", POINTER, U64, U64);
        this.getDataAt = library.function("Ciphertext_GetDataAt1", POINTER, U64, POINTER);
    }

    private static MemoryLayout[] layouts(MemoryLayout... layouts) {
        return layouts;
    }

    private MemorySegment context(RingParameters parameters) {
        MemorySegment encryption = library.create("EncParams_Create1", layouts(U8), BFV);
        library.call("EncParams_SetPolyModulusDegree", layouts(POINTER, U64), encryption, (long) N);
        MemorySegment moduli = arena.allocate(ValueLayout.ADDRESS, primes + 1L);
        for (int i = 0; i <= primes; i++) {
            long prime = i < primes ? parameters.prime(i) : SPECIAL_PRIME;
            moduli.setAtIndex(ValueLayout.ADDRESS, i, library.create("Modulus_Create1", layouts(U64), prime));
        }
        library.call(
                "EncParams_SetCoeffModulus", layouts(POINTER, U64, POINTER), encryption, (long) primes + 1, moduli);
        long plaintexts = 1L << RingParameters.PLAINTEXT_BITS;
        library.call("EncParams_SetPlainModulus2", layouts(POINTER, U64), encryption, plaintexts);
        MemorySegment made =
                library.create("SEALContext_Create", layouts(POINTER, BOOL, INT), encryption, true, NO_SECURITY_CHECK);
        for (int i = 0; i <= primes; i++) {
            library.destroy("Modulus", moduli.getAtIndex(ValueLayout.ADDRESS, i));
        }
        library.destroy("EncParams", encryption);
        MemorySegment valid = arena.allocate(1);
        library.call("SEALContext_ParametersSet", layouts(POINTER, POINTER), made, valid);
        if (valid.get(ValueLayout.JAVA_BYTE, 0) == 0) {
            throw new IllegalStateException("SEAL does not take the parameters");
        }
        return made;
    }

    /** A plaintext in NTT form, from coefficients below half the plaintext modulus in magnitude. */
    MemorySegment plaintext(int[] coefficients) {
        MemorySegment plain = library.create("Plaintext_Create2", layouts(U64, POINTER), (long) N, GLOBAL_POOL);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment residues = local.allocate(ValueLayout.JAVA_LONG, N);
            for (int i = 0; i < N; i++) {
                long residue = Math.floorMod((long) coefficients[i], 1L << RingParameters.PLAINTEXT_BITS);
                residues.setAtIndex(ValueLayout.JAVA_LONG, i, residue);
            }
            library.call("Plaintext_Set4", layouts(POINTER, U64, POINTER), plain, (long) N, residues);
        }
        MemorySegment transformed = library.create("Plaintext_Create1", layouts(POINTER), GLOBAL_POOL);
        library.call(
                "Evaluator_TransformToNTT1",
                layouts(POINTER, POINTER, POINTER, POINTER, POINTER),
                evaluator,
                plain,
                parametersId,
                transformed,
                GLOBAL_POOL);
        library.destroy("Plaintext", plain);
        return transformed;
    }

    /** A ciphertext in NTT form. */
    MemorySegment ciphertext(long[][][] halves) {
        MemorySegment cipher = coefficients(halves);
        MemorySegment transformed = newCiphertext();
        transform(cipher, transformed);
        destroyCiphertext(cipher);
        return transformed;
    }

    void transform(MemorySegment cipher, MemorySegment target) {
        library.call("Evaluator_TransformToNTT2", layouts(POINTER, POINTER, POINTER), evaluator, cipher, target);
    }

    /** A ciphertext of those coefficients. */
    MemorySegment coefficients(long[][][] halves) {
        MemorySegment cipher = newCiphertext();
        library.call("Ciphertext_Resize1", layouts(POINTER, POINTER, POINTER, U64), cipher, context, parametersId, 2L);
        try {
            for (int half = 0; half < 2; half++) {
                for (int prime = 0; prime < primes; prime++) {
                    for (int i = 0; i < N; i++) {
                        long index = (long) (half * primes + prime) * N + i;
                        SealLibrary.require(
                                "SetDataAt", (long) setDataAt.invokeExact(cipher, index, halves[half][prime][i]));
                    }
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("SEAL's Ciphertext_SetDataAt could not be called", e);
        }
        return cipher;
    }

    MemorySegment newCiphertext() {
        return library.create("Ciphertext_Create1", layouts(POINTER), GLOBAL_POOL);
    }

    void destroyCiphertext(MemorySegment cipher) {
        library.destroy("Ciphertext", cipher);
    }

    void destroyPlaintext(MemorySegment plain) {
        library.destroy("Plaintext", plain);
    }

    /** {@code target = cipher * plain}. */
    void multiply(MemorySegment cipher, MemorySegment plain, MemorySegment target) {
        try {
            SealLibrary.require(
                    "MultiplyPlain", (long) multiplyPlain.invokeExact(evaluator, cipher, plain, target, GLOBAL_POOL));
        } catch (Throwable e) {
            throw new IllegalStateException("SEAL's Evaluator_MultiplyPlain could not be called", e);
        }
    }

    /** {@code sum += cipher}. */
    void add(MemorySegment sum, MemorySegment cipher) {
        try {
            SealLibrary.require("Add", (long) add.invokeExact(evaluator, sum, cipher, sum));
        } catch (Throwable e) {
            throw new IllegalStateException("SEAL's Evaluator_Add could not be called", e);
        }
    }

    /** The coefficients of both halves, by prime. */
    void read(MemorySegment cipher, double[][] first, double[][] second) {
        MemorySegment coefficients = newCiphertext();
        library.call("Evaluator_TransformFromNTT", layouts(POINTER, POINTER, POINTER), evaluator, cipher, coefficients);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment value = local.allocate(ValueLayout.JAVA_LONG);
            for (int prime = 0; prime < primes; prime++) {
                for (int i = 0; i < N; i++) {
                    first[prime][i] = at(coefficients, (long) prime * N + i, value);
                    second[prime][i] = at(coefficients, (long) (primes + prime) * N + i, value);
                }
            }
        }
        destroyCiphertext(coefficients);
    }

    private long at(MemorySegment cipher, long index, MemorySegment value) {
        try {
            SealLibrary.require("GetDataAt1", (long) getDataAt.invokeExact(cipher, index, value));
        } catch (Throwable e) {
            throw new IllegalStateException("SEAL's Ciphertext_GetDataAt1 could not be called", e);
        }
        return value.get(ValueLayout.JAVA_LONG, 0);
    }

    @Override
    public void close() {
        library.destroy("Evaluator", evaluator);
        library.destroy("SEALContext", context);
        arena.close();
    }
}
