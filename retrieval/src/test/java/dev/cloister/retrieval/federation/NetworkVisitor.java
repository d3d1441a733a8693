package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.search.FederatedAnswer;
import dev.cloister.retrieval.federation.search.FederatedHit;
import dev.cloister.retrieval.federation.search.FederatedQuestion;
import dev.cloister.retrieval.federation.search.FederatedSearch;
import dev.cloister.retrieval.transfer.FetchMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** A querier in a process of its own: accepts the invitation that it is given, asks, and prints what came back on a line. */
public final class NetworkVisitor {

    static final int LIMIT = 3;
    static final long QUESTION = 77;

    private NetworkVisitor() {}

    public static void main(String[] arguments) {
        FederatedSearch search = new FederatedSearch(Path.of(arguments[0]));
        boolean joins = arguments.length > 1;
        if (joins) {
            var unused = search.join(Invitation.parse(arguments[1]), "owner");
        }
        FederatedAnswer answer = search.search(FederatedQuestion.of(
                Village.unit(new Random(QUESTION)),
                Village.EMBEDDER,
                LIMIT,
                FetchMode.OBLIVIOUS,
                joins ? Duration.ofMinutes(1) : Duration.ofSeconds(1)));
        System.out.println(answer.parties().getFirst().status() + " "
                + answer.hits().stream().map(FederatedHit::score).toList());
    }
}
