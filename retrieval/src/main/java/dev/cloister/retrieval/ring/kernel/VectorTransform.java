package dev.cloister.retrieval.ring.kernel;

/**
 * The number-theoretic transforms in vectors: the polynomial is a matrix of 64 by 64. Six stages work on whole rows, the
 * matrix is transposed, and the other six work on whole rows again, so that no stage mixes the lanes of a vector. Two
 * stages at a time (radix 4) halve the traffic to memory.
 *
 * <p>Sums are not reduced. Forward, a value grows by p/2 in each stage, to 13 p/2; backward it doubles, to 2^11 p. Both
 * leave quotients below 2^40 and keep every product's residue exact for p below 2^28.
 */
final class VectorTransform {

    static final int SIDE = 64;

    private final TransformPass[] forward;
    private final TransformPass[] inverse;

    VectorTransform(Roots roots) {
        double prime = roots.prime();
        double[] rows = centred(roots.forward(), roots.prime());
        double[] rowsBack = centred(roots.inverse(), roots.prime());
        double[] columns = byColumn(rows);
        double[] columnsBack = byColumn(rowsBack);
        forward = new TransformPass[] {
            new ForwardBlocks(prime, rows, 1),
            new ForwardBlocks(prime, rows, 4),
            new ForwardBlocks(prime, rows, 16),
            new Transposition(),
            new ForwardRows(prime, columns, 1),
            new ForwardRows(prime, columns, 4),
            new ForwardRows(prime, columns, 16),
            new Reduction(prime)
        };
        inverse = new TransformPass[] {
            new InverseRows(prime, columnsBack, 16),
            new InverseRows(prime, columnsBack, 4),
            new InverseRows(prime, columnsBack, 1),
            new Transposition(),
            new InverseBlocks(prime, rowsBack, 16),
            new InverseBlocks(prime, rowsBack, 4),
            new InverseBlocks(prime, rowsBack, 1),
            new Scaling(prime, Roots.centred(roots.sizeInverse(), roots.prime()))
        };
    }

    private static double[] centred(long[] residues, long prime) {
        double[] values = new double[residues.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Roots.centred(residues[i], prime);
        }
        return values;
    }

    /** Roots of the later stages: row {@code blocks + block} holds those of all 64 columns. */
    private static double[] byColumn(double[] roots) {
        double[] table = new double[RingKernel.SIZE];
        for (int blocks = 1; blocks < SIDE; blocks <<= 1) {
            for (int block = 0; block < blocks; block++) {
                for (int column = 0; column < SIDE; column++) {
                    table[(blocks + block) * SIDE + column] = roots[(SIDE + column) * blocks + block];
                }
            }
        }
        return table;
    }

    void forward(double[] values) {
        apply(forward, values);
    }

    void inverse(double[] values) {
        apply(inverse, values);
    }

    private static void apply(TransformPass[] passes, double[] values) {
        for (TransformPass pass : passes) {
            pass.apply(values);
        }
    }
}
