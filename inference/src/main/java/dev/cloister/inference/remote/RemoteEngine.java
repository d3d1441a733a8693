package dev.cloister.inference.remote;

import dev.cloister.inference.Capabilities;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An engine over a server that speaks OpenAI's API: llama.cpp's server, vLLM, Ollama, OpenAI itself.
 *
 * <p>Security: prompts leave this machine. The key goes into one header of requests to the configured address and
 * nowhere else; redirects are not followed; who asks is not told to the server.
 *
 * <p>What the server was not declared to do is refused before anything is sent. Stages do not run, since the draw happens
 * there: what marks an answer can only be biases. Vectors are made on this machine, and so are tokens where a tokenizer is
 * given; texts that are split into tokens are not sent.
 */
public final class RemoteEngine implements Engine {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final ServerSettings settings;
    private final Embedder embedder;
    private final Optional<LocalTokenizer> tokenizer;
    private final RequestWriter writer;
    private final Capabilities capabilities;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /**
     * Asks nothing yet: a server that is down is found out with the first request, and may come up later.
     *
     * @param embedder closed with the engine
     * @param tokenizer closed with the engine; knows the tokens of the server's model
     */
    public RemoteEngine(ServerSettings settings, Embedder embedder, Optional<LocalTokenizer> tokenizer) {
        this.settings = settings;
        this.embedder = embedder;
        this.tokenizer = tokenizer;
        ServerLimits limits = settings.limits();
        ServerKind kind = limits.kind();
        capabilities = new Capabilities(
                Optional.of(settings.address().getAuthority()),
                false,
                tokenizer.isPresent(),
                false,
                new Capabilities.SamplingOptions(
                        kind.topK().isPresent(),
                        kind.minP().isPresent(),
                        kind.typicalP().isPresent(),
                        kind.repetition().isPresent(),
                        false),
                limits.logitBiases(),
                limits.topLogProbabilities());
        writer = new RequestWriter(settings.model(), limits);
    }

    /**
     * @throws EngineException where the tokenizer cannot be started
     */
    @Override
    public ModelInfo model() {
        Optional<ModelInfo> vocabulary = tokenizer.map(LocalTokenizer::model);
        return new ModelInfo(
                settings.name(),
                "",
                vocabulary.map(ModelInfo::tokenizerSha256).orElse(""),
                vocabulary.map(ModelInfo::vocabularySize).orElse(0),
                settings.limits().contextTokens(),
                "server " + settings.address().getAuthority(),
                Optional.empty());
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * @throws EngineException NOT_SUPPORTED or INVALID_REQUEST at once; what the server says comes from the result
     */
    @Override
    public Generation generate(GenerationRequest request) {
        return new ServerGeneration(client, settings, writer.write(request), request);
    }

    /**
     * @throws EngineException NOT_SUPPORTED without a tokenizer: the server's vocabulary is not known here then
     */
    @Override
    public int[] tokenize(String text) {
        return tokenizer("texts cannot be split into tokens or checked for a mark")
                .tokenize(text);
    }

    /**
     * @throws EngineException NOT_SUPPORTED without a tokenizer
     */
    @Override
    public List<byte[]> pieces(int[] tokens) {
        return tokenizer("tokens cannot be spelled").pieces(tokens);
    }

    private LocalTokenizer tokenizer(String otherwise) {
        return tokenizer.orElseThrow(() -> unsupported("whose tokens are not known here: " + otherwise));
    }

    /**
     * @throws EngineException always NOT_SUPPORTED
     */
    @Override
    public Scoring score(ScoreRequest request) {
        throw unsupported("which cannot be asked to score texts");
    }

    private EngineException unsupported(String why) {
        return new EngineException(
                Code.NOT_SUPPORTED,
                "The model %s runs on the server %s, %s. Use a model that runs on this machine for that."
                        .formatted(settings.name(), settings.address().getAuthority(), why));
    }

    /** Nothing is kept here; what the server keeps is the server's. */
    @Override
    public void forget(Session session) {}

    @Override
    public void forgetUser(String tenant, String user) {}

    @Override
    public int[] wordPieces(List<String> texts) {
        return embedder.wordPieces(texts);
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return embedder.embed(texts);
    }

    @Override
    public void close() {
        client.shutdownNow();
        embedder.close();
        tokenizer.ifPresent(LocalTokenizer::close);
    }
}
