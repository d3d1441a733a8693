package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.Header;
import dev.cloister.sandbox.egress.http.HttpRequest;
import dev.cloister.sandbox.egress.http.RequestTarget;
import dev.cloister.sandbox.egress.secret.SecretUse.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The secrets of one spoke. Inside stand placeholders, drawn anew at each start and worth nothing elsewhere; a value is
 * filled in on the way to its own host, where its declaration allows it, and never travels the other way.
 */
public final class SpokeSecrets {

    private static final String BASIC = "Basic ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Held> all;
    private final Set<String> forms = new LinkedHashSet<>();

    private record Held(SecretUse use, String placeholder, Optional<SecretValue> value) {}

    private SpokeSecrets(List<Held> all) {
        this.all = List.copyOf(all);
        all.forEach(held -> held.value().ifPresent(value -> forms.addAll(SecretForms.of(value.text()))));
    }

    /**
     * Draws placeholders.
     *
     * @param values by name; a secret without one can be asked for and is not filled in
     */
    public static SpokeSecrets draw(List<SecretUse> uses, Map<String, SecretValue> values) {
        List<Held> all = new ArrayList<>();
        for (SecretUse use : uses) {
            byte[] random = new byte[16];
            RANDOM.nextBytes(random);
            String placeholder = "cloister-placeholder-" + HexFormat.of().formatHex(random);
            all.add(new Held(use, placeholder, Optional.ofNullable(values.get(use.name()))));
        }
        return new SpokeSecrets(all);
    }

    /** The placeholders as the app's environment. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        all.forEach(held -> environment.put(held.use().name(), held.placeholder()));
        return environment;
    }

    /** Whether any of them goes to that host. */
    public boolean belongTo(String host) {
        return all.stream().anyMatch(held -> held.use().host().equals(host));
    }

    /** Whether any of them may stand in the content of a request to that host. */
    public boolean inContentTo(String host) {
        return all.stream()
                .anyMatch(held ->
                        held.use().host().equals(host) && held.use().places().contains(Place.BODY));
    }

    /** What stands for secrets; none of it may leave unfilled. */
    public Set<String> placeholders() {
        return new LinkedHashSet<>(all.stream().map(Held::placeholder).toList());
    }

    /** All forms of all values; none of it may come back. */
    public Set<String> forms() {
        return Collections.unmodifiableSet(forms);
    }

    /**
     * Fills values in for the placeholders in a request's head.
     *
     * @throws EgressRefusal SECRET_MISPLACED or SECRET_MISSING
     */
    public HttpRequest fill(HttpRequest request, String host) throws EgressRefusal {
        for (Held held : all) {
            if (request.target().path().contains(held.placeholder())) {
                throw misplaced(held);
            }
        }
        Optional<String> query = request.target().query();
        if (query.isPresent()) {
            String filled = query.get();
            for (Held held : all) {
                if (filled.contains(held.placeholder())) {
                    String value = URLEncoder.encode(value(held, host, Place.QUERY, ""), StandardCharsets.US_ASCII);
                    filled = filled.replace(held.placeholder(), value);
                }
            }
            query = Optional.of(filled);
        }
        List<Header> headers = new ArrayList<>();
        for (Header header : request.headers()) {
            headers.add(new Header(header.name(), header(header, host)));
        }
        return request.with(new RequestTarget(request.target().path(), query), headers);
    }

    /**
     * Fills values in for the placeholders in content; throws as {@link #fill(HttpRequest, String)} does.
     *
     * @param content in an encoding that leaves ASCII as it is
     */
    public byte[] fill(byte[] content, String host) throws EgressRefusal {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        for (Held held : all) {
            if (text.contains(held.placeholder())) {
                text = text.replace(held.placeholder(), value(held, host, Place.BODY, ""));
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String header(Header header, String host) throws EgressRefusal {
        String name = header.name().toLowerCase(Locale.ROOT);
        if (name.equals("authorization") && header.value().regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            String plain = decoded(header.value().substring(BASIC.length()).strip());
            String filled = replaced(plain, host, name);
            return filled.equals(plain)
                    ? header.value()
                    : BASIC + Base64.getEncoder().encodeToString(filled.getBytes(StandardCharsets.ISO_8859_1));
        }
        return replaced(header.value(), host, name);
    }

    private String replaced(String text, String host, String header) throws EgressRefusal {
        String filled = text;
        for (Held held : all) {
            if (filled.contains(held.placeholder())) {
                filled = filled.replace(held.placeholder(), value(held, host, Place.HEADER, header));
            }
        }
        return filled;
    }

    private static String value(Held held, String host, Place place, String header) throws EgressRefusal {
        SecretUse use = held.use();
        boolean here = use.host().equals(host) && use.places().contains(place);
        if (!here || place == Place.HEADER && !use.header().orElse(header).equals(header)) {
            throw misplaced(held);
        }
        return held.value()
                .orElseThrow(() -> new EgressRefusal(
                        EgressVerdict.SECRET_MISSING,
                        "Nobody has stored a value for " + use.name() + ". An administrator can, on the Apps page."))
                .text();
    }

    private static EgressRefusal misplaced(Held held) {
        return new EgressRefusal(
                EgressVerdict.SECRET_MISPLACED,
                "The placeholder of " + held.use().name() + " stands where that secret does not belong. It goes to "
                        + held.use().host() + " only, in its "
                        + held.use().places().stream().map(Place::word).sorted().toList()
                        + ".");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
