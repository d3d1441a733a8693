/** Microsoft SEAL as the second backend of the encrypted search, through its C export. */
@NullMarked
package dev.cloister.retrieval.seal;

import org.jspecify.annotations.NullMarked;
