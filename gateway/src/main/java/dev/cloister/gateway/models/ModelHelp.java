package dev.cloister.gateway.models;

/** What {@code ./cloister model help} prints. */
final class ModelHelp {

    static final String TEXT = """
            ./cloister model list                       what is installed, what is in use, what the catalogue has
            ./cloister model add NAME                   fetch a model of the catalogue
            ./cloister model add FILE.gguf              take a file: copied, or used where it lies with --link
            ./cloister model add https://.../X.gguf     fetch a file; after a break the same command goes on
            ./cloister model add hf:OWNER/REPO/X.gguf[@REVISION]    the same, at the hub that --hub names
            ./cloister model add NAME --server URL --context TOKENS   use a model that another server runs
            ./cloister model quantise NAME --type TYPE  make another model from its weights in fewer bits
            ./cloister model use NAME                   serve that model from the next start on
            ./cloister model remove NAME                forget it and delete its file

              --type TYPE          q8_0, q4_0, q4_1, q4_k_m and others
              --text FILE          measure what was lost, as perplexity on this text
              --home DIR           the instance, ~/.cloister unless said otherwise
              --name NAME          what to call it, after its file unless said otherwise
              --sha256 HEX         what the file's SHA-256 must be
              --limit GB           the largest file to fetch, 64 unless said otherwise
              --hub URL            a hub that is laid out as Hugging Face is (or CLOISTER_MODEL_HUB)
              --agree-to-terms     agree to the model's terms of use, which are shown

            For a server that speaks OpenAI's API (URL ends in /v1; https, or http on this machine):
              --model NAME         its name there, the same as here unless said otherwise
              --kind KIND          openai, llama-server, vllm or ollama: which options it takes beyond OpenAI's
              --key-env VARIABLE   where its key is: an environment variable of the instance,
              --key-file FILE      or a file below DIR/keys with mode 600; a key is never given here
              --logit-bias N       most tokens in its logit_bias, 0 (none) unless said otherwise
              --tokenizer NAME     a model installed here with the same vocabulary, such as a small one of its family:
                                   texts can be checked for marks, and with --logit-bias 100 or more answers are marked
              --top-logprobs N     most likeliest tokens that it tells per place, 0 unless said otherwise
              --tools, --schemas   it takes tools, keeps answers to a JSON Schema
            """;

    private ModelHelp() {}
}
