package dev.cloister.inference.llama;

/**
 * What a model file's weights are kept as. Of the types with a K, rows that do not divide by 256 (as in the default
 * model) are kept as the nearest other type.
 */
public enum WeightType {
    F32(0),
    F16(1),
    BF16(32),
    Q8_0(7),
    Q6_K(18),
    Q5_1(9),
    Q5_0(8),
    Q5_K_M(17),
    Q5_K_S(16),
    Q4_1(3),
    Q4_0(2),
    Q4_K_M(15),
    Q4_K_S(14),
    IQ4_NL(25),
    IQ4_XS(30),
    Q3_K_L(13),
    Q3_K_M(12),
    Q3_K_S(11),
    Q2_K(10);

    private final int code;

    WeightType(int code) {
        this.code = code;
    }

    /** The number that the library knows the type by (llama_ftype). */
    int code() {
        return code;
    }
}
