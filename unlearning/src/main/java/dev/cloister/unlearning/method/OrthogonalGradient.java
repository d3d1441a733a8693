package dev.cloister.unlearning.method;

/**
 * The projection of orthogonal entropy unlearning (arXiv 2602.00567): what of a forget gradient does not, to first
 * order, change the loss on the retain data.
 *
 * <p>g_perp = g_f - (&lt;g_f, g_r&gt; / |g_r|^2) g_r. A step along it is orthogonal to the retain gradient. Applied per
 * layer: callers pass one layer's gradients at a time.
 */
public final class OrthogonalGradient {

    private OrthogonalGradient() {}

    /**
     * The part of the forget gradient that is orthogonal to the retain gradient; the forget gradient itself where the
     * retain gradient is zero. The arguments stay as they are.
     *
     * @param forget gradient of the forget loss for one layer
     * @param retain gradient of the retain loss for the same layer, same length
     */
    public static float[] project(float[] forget, float[] retain) {
        if (forget.length != retain.length) {
            throw new IllegalArgumentException("Both gradients of a layer have the same length.");
        }
        double along = 0;
        double squared = 0;
        for (int i = 0; i < forget.length; i++) {
            along += (double) forget[i] * retain[i];
            squared += (double) retain[i] * retain[i];
        }
        double share = squared == 0 ? 0 : along / squared;
        float[] projected = new float[forget.length];
        for (int i = 0; i < forget.length; i++) {
            projected[i] = (float) (forget[i] - share * retain[i]);
        }
        return projected;
    }
}
