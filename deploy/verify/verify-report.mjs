#!/usr/bin/env node
// Verifies what a Cloister instance signed, without a network and without Cloister: reports on texts, certificates of
// keys, and PDFs of reports. Needs Node 20 or newer and nothing else; Node 24.7 or newer also checks ML-DSA-65.
//
//   node verify-report.mjs KEYS FILE [TEXT]             a report or a certificate; with the text that it is about
//   node verify-report.mjs KEYS SIGNATURE PDF           a report's PDF, by the statement that was given out beside it
//
// KEYS is the instance's /.well-known/cloister, as it was saved when the instance was trusted. Exit status: 0 where all
// holds, 1 where something does not, 2 where a file cannot be read. Envelopes: DSSE protocol v1.0.2.

import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const PDF = "application/vnd.cloister.mark-report-pdf+json";
const ALGORITHMS = { Ed25519: "ed25519", "ML-DSA-65": "ml-dsa-65" };

class Refusal extends Error {
  constructor(status, code, message) {
    super(`${code}: ${message}`);
    this.status = status;
  }
}

function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(2, "FILE_UNREADABLE", `${file} cannot be read (${error.code}).`);
  }
}

function readJson(file) {
  try {
    return JSON.parse(read(file).toString("utf8"));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(2, "FILE_MALFORMED", `${file} is no JSON file.`);
  }
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function preAuthentication(type, payload) {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

/** What the envelope says, once each signature of a key that this Node knows has been checked. */
function open(envelope, keys) {
  if (typeof envelope?.payload !== "string" || typeof envelope.payloadType !== "string" || !Array.isArray(envelope.signatures)) {
    throw new Refusal(1, "STATEMENT_MALFORMED", "The file is no signed statement.");
  }
  const payload = Buffer.from(envelope.payload, "base64");
  const message = preAuthentication(envelope.payloadType, payload);
  const checked = [];
  const unchecked = [];
  for (const { algorithm, publicKey } of keys.keys ?? []) {
    const der = Buffer.from(publicKey, "base64");
    const id = `${ALGORITHMS[algorithm] ?? algorithm}:${sha256(der).slice(0, 16)}`;
    const signature = envelope.signatures.find((one) => one.keyid === id);
    if (!signature) throw new Refusal(1, "STATEMENT_FOREIGN", `The key ${id} of this instance did not sign the statement.`);
    let key;
    try {
      key = createPublicKey({ key: der, format: "der", type: "spki" });
    } catch {
      unchecked.push(id);
      continue;
    }
    if (!verify(null, message, key, Buffer.from(signature.sig, "base64"))) {
      throw new Refusal(1, "STATEMENT_TAMPERED", "The statement was changed after it was signed. Do not rely on it.");
    }
    checked.push(id);
  }
  if (checked.length === 0) throw new Refusal(1, "KEYS_UNUSABLE", "None of the keys can be used by this version of Node.");
  return { statement: JSON.parse(payload.toString("utf8")), checked, unchecked };
}

function requireSame(expected, bytes, what) {
  if (sha256(bytes) !== expected) throw new Refusal(1, "OTHER_FILE", `The statement is about another ${what}: the SHA-256 differs.`);
}

function main(keysFile, file, other) {
  if (!keysFile || !file) throw new Refusal(2, "USAGE", "node verify-report.mjs KEYS FILE [TEXT or PDF]");
  const envelope = readJson(file);
  const { statement, checked, unchecked } = open(envelope, readJson(keysFile));
  console.log(`holds: ${envelope.payloadType}`);
  checked.forEach((id) => console.log(`signed by ${id}`));
  unchecked.forEach((id) => console.log(`not checked, this Node does not know the algorithm: ${id}`));
  if (envelope.payloadType === PDF) {
    if (!other) throw new Refusal(2, "USAGE", "Name the PDF as well.");
    requireSame(statement.sha256, read(other), "PDF");
    console.log(`the PDF is that of report ${statement.report}`);
    return;
  }
  if (other) {
    requireSame(statement.text?.sha256, read(other), "text");
    console.log("the text is the one that the report is about");
  }
  console.log(JSON.stringify(statement, null, 2));
}

try {
  main(...process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.status;
}
