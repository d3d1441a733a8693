/** Request bodies that are files, spooled to the disk. */
@NullMarked
package dev.cloister.gateway.upload;

import org.jspecify.annotations.NullMarked;
