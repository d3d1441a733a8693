@NullMarked
package dev.cloister.gateway.federation;

import org.jspecify.annotations.NullMarked;
