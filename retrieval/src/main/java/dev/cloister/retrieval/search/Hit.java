package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import java.util.List;
import java.util.OptionalInt;

/**
 * A passage that was found.
 *
 * @param passage what was found
 * @param score its reciprocal-rank fusion score, which orders the hits and means nothing else
 * @param cosine exact cosine of the query's and the passage's embedding, from the unquantised vectors
 * @param wordRank its place among the hits by words (BM25), from 1; empty where it is not among them
 * @param vectorRank its place among the hits by meaning, from 1; empty where it is not among them
 * @param matches where its text has words of the query, in order; empty where it was not found by words
 */
public record Hit(
        Passage passage,
        double score,
        double cosine,
        OptionalInt wordRank,
        OptionalInt vectorRank,
        List<Span> matches) {}
