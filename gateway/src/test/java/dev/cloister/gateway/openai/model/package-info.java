@NullMarked
package dev.cloister.gateway.openai.model;

import org.jspecify.annotations.NullMarked;
