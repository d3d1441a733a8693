package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;

/**
 * How large a tournament is (Dathathri et al. 2024, "Scalable watermarking for identifying large language model outputs",
 * Nature 634, methods, "Tournament sampling").
 *
 * @param width how many tokens before a token decide about it, from 1 to 4: more are harder to find out by counting, fewer
 *     stand more editing
 * @param layers how many matches a token wins, from 1 to 10: more are found in shorter texts, fewer leave more choice
 */
public record TournamentParameters(int width, int layers) {

    /** Two tokens before and eight matches: stands editing nearly as a green list does, and is found in fifty tokens. */
    public static final TournamentParameters DEFAULT = new TournamentParameters(2, 8);

    private static final int MOST_LAYERS = 10;
    private static final int WIDEST = 4;

    public TournamentParameters {
        if (width < 1 || width > WIDEST) {
            throw new WatermarkException(Code.PARAMETERS_INVALID, "width must be 1 to " + WIDEST + ", not " + width);
        }
        if (layers < 1 || layers > MOST_LAYERS) {
            throw new WatermarkException(
                    Code.PARAMETERS_INVALID, "layers must be 1 to " + MOST_LAYERS + ", not " + layers);
        }
    }
}
