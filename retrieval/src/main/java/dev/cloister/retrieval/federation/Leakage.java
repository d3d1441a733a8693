package dev.cloister.retrieval.federation;

import java.util.List;

/** What a federated search reveals to whom, in words for whoever offers a collection or asks others. */
public final class Leakage {

    private Leakage() {}

    /** What the owner of a snapshot gives away. */
    public static List<String> toQueriers() {
        return List.of(
                "Each query tells the asking party the scores of all passages of the snapshot, and up to as many of their"
                        + " texts as it may fetch.",
                "Scores leak: 384 plain queries give all vectors exactly, about 120 clever ones too, and fewer an"
                        + " approximation. From vectors much of the texts can be guessed. So the budget of a party that you do"
                        + " not trust stays well below 30.",
                "A party that breaks the protocol learns more from one query, up to a whole vector where it knows its"
                        + " neighbours. Parties that put their answers together add up their budgets.",
                "The snapshot is readable as a whole to whoever may read any of it. What is deleted later stays in it until"
                        + " you take it back, and what was fetched stays fetched.");
    }

    /** What the party that asks gives away. */
    public static List<String> toOwners() {
        return List.of(
                "All owners together learn when something was asked and the size of the encrypted question, and nothing of"
                        + " what was asked.",
                "How passages are fetched can tell more: obliviously nothing, among decoys a list, directly what was found.",
                "An owner can lie about scores. A passage whose text is not worth what its score claims is ranked last, and the"
                        + " party named; smaller lies are not found.");
    }
}
