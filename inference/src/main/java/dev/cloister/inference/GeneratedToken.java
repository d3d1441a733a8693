package dev.cloister.inference;

/**
 * One drawn token.
 *
 * @param id the token's id
 * @param text the text that became certain with it: whole UTF-8 characters only, empty while a character or a possible
 *     stop text is incomplete
 * @param logProbability natural logarithm of the model's own probability of the token, before sampling stages
 */
public record GeneratedToken(int id, String text, double logProbability) {}
