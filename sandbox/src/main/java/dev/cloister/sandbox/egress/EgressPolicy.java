package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.json.Json;
import java.util.List;

/**
 * What an app asks for of the network: nothing but this is let through.
 *
 * @param rules what it may do
 * @param secrets what it is let use and not see
 */
public record EgressPolicy(List<EgressRule> rules, List<SecretUse> secrets) {

    /** Nothing at all. */
    public static final EgressPolicy NONE = new EgressPolicy(List.of(), List.of());

    /** @throws SandboxException EGRESS_INVALID where a secret's host is none that a rule names */
    public EgressPolicy {
        rules = List.copyOf(rules);
        secrets = List.copyOf(secrets);
        for (SecretUse secret : secrets) {
            if (rules.stream().noneMatch(rule -> rule.names(secret.host(), rule.port()))) {
                throw new SandboxException(
                        SandboxException.Code.EGRESS_INVALID,
                        "no rule names " + secret.host() + ", the host of the secret " + secret.name() + ".");
            }
        }
    }

    /**
     * Reads a permission block's {@code egress} and {@code secrets}; what is absent is empty, what is not known is refused.
     *
     * @throws SandboxException EGRESS_INVALID or MESSAGE_INVALID
     */
    public static EgressPolicy read(Json.Obj block) {
        return EgressReader.read(block);
    }

    /** Whether the app asks for anything. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules about that host; none where the app may not reach it. */
    List<EgressRule> about(String host, int port) {
        return rules.stream().filter(rule -> rule.names(host, port)).toList();
    }
}
