/** Where an instance keeps what it has: its folder, its secrets, the jars that it was packaged with. */
@NullMarked
package dev.cloister.gateway.home;

import org.jspecify.annotations.NullMarked;
