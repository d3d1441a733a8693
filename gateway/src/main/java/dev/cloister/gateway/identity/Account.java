package dev.cloister.gateway.identity;

import java.util.List;
import java.util.UUID;

/** A local account. */
public record Account(UUID id, String tenant, String name, List<String> roles) {}
