package dev.cloister.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.http.ByteFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What a server's refusals mean. */
final class ServerFailure {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_BODY = 1 << 16;
    private static final int LONGEST_MESSAGE = 300;
    private static final Duration BODY_LIMIT = Duration.ofSeconds(5);
    private static final Duration RETRY_UNTOLD = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final String where;

    ServerFailure(ServerSettings settings) {
        where = "The server " + settings.address().getAuthority() + " that runs " + settings.name();
    }

    /** The failure that a status other than 200 stands for. */
    EngineException ofStatus(HttpResponse<ByteFeed> response) {
        String said = said(body(response.body()));
        int status = response.statusCode();
        return switch (status) {
            case 400, 422 -> isAboutLength(said) ? tooLong(said) : invalid(said);
            case 401, 403 ->
                refused("does not take our key (status %d)%s; see to the key".formatted(status, quoted(said)));
            case 404 ->
                refused("does not know that model or address%s; see ./cloister model list".formatted(quoted(said)));
            case 413 -> tooLong(said);
            case 429 ->
                EngineException.busy(
                        "%s is busy%s. Nothing was lost; try again later.".formatted(where, quoted(said)),
                        retryAfter(response));
            default ->
                status >= 300 && status < 400
                        ? refused("redirects, which is not followed; see to its address")
                        : failed("answered with status %d%s".formatted(status, quoted(said)));
        };
    }

    /** An error in the middle of a stream. */
    EngineException inStream(JsonNode error) {
        String said = message(error);
        return isAboutLength(said) ? tooLong(said) : failed("broke off" + quoted(said));
    }

    EngineException failed(String what) {
        return new EngineException(
                Code.SERVER_FAILED,
                "%s %s. What had arrived was kept; send the message once more.".formatted(where, what));
    }

    EngineException refused(String what) {
        return new EngineException(Code.SERVER_REFUSED, "%s %s.".formatted(where, what));
    }

    private EngineException tooLong(String said) {
        return new EngineException(
                Code.PROMPT_TOO_LONG, "%s finds the prompt too long%s; shorten it.".formatted(where, quoted(said)));
    }

    private EngineException invalid(String said) {
        return new EngineException(
                Code.INVALID_REQUEST, "%s cannot be asked this way%s.".formatted(where, quoted(said)));
    }

    private static boolean isAboutLength(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return lower.contains("context")
                && (lower.contains("length") || lower.contains("size") || lower.contains("exceed"));
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String header = response.headers().firstValue("Retry-After").orElse("");
        Duration asked = RETRY_UNTOLD;
        if (header.matches("\\d{1,6}")) {
            asked = Duration.ofSeconds(Long.parseLong(header));
        } else if (!header.isEmpty()) {
            try {
                asked = Duration.between(
                        Instant.now(), ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
            } catch (DateTimeException e) {
                asked = RETRY_UNTOLD;
            }
        }
        if (asked.compareTo(LONGEST_RETRY) > 0) {
            return LONGEST_RETRY;
        }
        return asked.isNegative() ? Duration.ZERO : asked;
    }

    /** What there is of a body; an error's page that does not end is cut off. */
    private static String body(ByteFeed feed) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (feed) {
            for (Optional<ByteBuffer> part = feed.next(BODY_LIMIT);
                    part.isPresent() && body.size() < LONGEST_BODY;
                    part = feed.next(BODY_LIMIT)) {
                byte[] bytes = new byte[part.get().remaining()];
                part.get().get(bytes);
                body.writeBytes(bytes);
            }
        } catch (IOException e) {
            // The status says enough; what came of the explanation is shown.
            return body.toString(StandardCharsets.UTF_8);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static String said(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? "" : message(json.path("error"));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static String message(JsonNode error) {
        String code = error.path("code").asText("");
        String message =
                error.isTextual() ? error.textValue() : error.path("message").asText("");
        String whole = code.isEmpty() || code.matches("\\d+") ? message : message + " (" + code + ")";
        String visible = whole.replaceAll("\\p{Cntrl}+", " ").strip();
        return visible.length() > LONGEST_MESSAGE ? visible.substring(0, LONGEST_MESSAGE) + "..." : visible;
    }

    private static String quoted(String said) {
        return said.isEmpty() ? "" : ": \"" + said + "\"";
    }
}
