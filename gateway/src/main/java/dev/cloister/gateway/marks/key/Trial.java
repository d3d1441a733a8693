package dev.cloister.gateway.marks.key;

import dev.cloister.watermark.certificate.Certifier;

/**
 * Texts that keys are tried on.
 *
 * @param texts what a certificate says of them
 * @param certifier measures on them
 */
record Trial(KeyCertificate.Texts texts, Certifier certifier) {}
