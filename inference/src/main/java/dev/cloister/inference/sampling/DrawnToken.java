package dev.cloister.inference.sampling;

/**
 * The outcome of a draw.
 *
 * @param id the token
 * @param logProbability natural logarithm of its probability in the model's own distribution
 */
public record DrawnToken(int id, double logProbability) {}
