package dev.cloister.inference.llama;

import java.util.BitSet;
import java.util.Map;

/**
 * A vocabulary's tokens that stand for more than their text.
 *
 * @param control control tokens by their names, such as {@code <|im_end|>}
 * @param userDefined tokens that the model's makers added as whole texts, by their texts; unlike control tokens the
 *     library finds them in any text
 * @param stripsLeft tokens that take the white space before them away
 * @param stripsRight tokens that take the white space behind them away
 * @param beginning the name of the token that begins a sequence; empty where there is none
 * @param ending the name of the token that ends one; empty where there is none
 */
public record SpecialTokens(
        Map<String, Integer> control,
        Map<String, Integer> userDefined,
        BitSet stripsLeft,
        BitSet stripsRight,
        String beginning,
        String ending) {}
