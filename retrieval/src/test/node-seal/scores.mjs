// Scores int8 vectors against an encrypted query with Microsoft SEAL's WebAssembly build, and its own keys.
// Reads {primes, plaintextBits, groups, query, vectors} as JSON from standard input, writes the scores as JSON.
// The last prime is the one that SEAL keeps for key switching.
import { readFileSync } from "node:fs";
import SEAL from "node-seal";

const N = 4096;
const { primes, plaintextBits, groups, query, vectors } = JSON.parse(readFileSync(0, "utf8"));
const t = 2 ** plaintextBits;
const width = query.length / groups;
const perBlock = Math.floor(N / width);

const seal = await SEAL();
const parameters = new seal.EncryptionParameters(seal.SchemeType.bfv);
parameters.setPolyModulusDegree(N);
const moduli = new seal.VectorModulus();
for (const prime of primes) moduli.push_back(new seal.Modulus(BigInt(prime)));
parameters.setCoeffModulus(moduli);
parameters.setPlainModulus(new seal.Modulus(BigInt(t)));
const context = new seal.SEALContext(parameters, true, seal.SecLevelType.none);
const keys = new seal.KeyGenerator(context);
const secret = keys.secretKey();
const encryptor = new seal.Encryptor(context, keys.createPublicKey(), secret);
const evaluator = new seal.Evaluator(context);
const decryptor = new seal.Decryptor(context, secret);

// SEAL's serialised plaintext, uncompressed: its coefficients are the last 8 * N bytes.
function plaintext(coefficients) {
  const plain = new seal.Plaintext(N);
  const bytes = Uint8Array.from(plain.saveToArray(seal.ComprModeType.none));
  const view = new DataView(bytes.buffer);
  const start = bytes.length - 8 * N;
  coefficients.forEach((c, i) => view.setBigUint64(start + 8 * i, BigInt(c < 0 ? c + t : c), true));
  plain.loadFromArray(context, bytes);
  return plain;
}

function coefficients(plain) {
  const count = plain.coeffCount();
  const bytes = Uint8Array.from(plain.saveToArray(seal.ComprModeType.none));
  const view = new DataView(bytes.buffer);
  const start = bytes.length - 8 * count;
  return Array.from({ length: N }, (_, i) => {
    const value = i < count ? Number(view.getBigUint64(start + 8 * i, true)) : 0;
    return value >= t / 2 ? value - t : value;
  });
}

const ciphertexts = Array.from({ length: groups }, (_, group) => {
  const cipher = new seal.Ciphertext();
  const values = new Array(N).fill(0);
  for (let i = 0; i < width; i++) values[i] = query[group * width + i];
  encryptor.encrypt(plaintext(values), cipher);
  return cipher;
});

const scores = [];
for (let from = 0; from < vectors.length; from += perBlock) {
  const block = vectors.slice(from, from + perBlock);
  const sum = new seal.Ciphertext();
  for (let group = 0; group < groups; group++) {
    const values = new Array(N).fill(0);
    block.forEach((vector, j) => {
      for (let i = 0; i < width; i++) values[j * width + width - 1 - i] = vector[group * width + i];
    });
    const product = new seal.Ciphertext();
    evaluator.multiplyPlain(ciphertexts[group], plaintext(values), product);
    if (group === 0) sum.assign(product);
    else evaluator.addInplace(sum, product);
  }
  const plain = new seal.Plaintext();
  decryptor.decrypt(sum, plain);
  const values = coefficients(plain);
  block.forEach((_, j) => scores.push(values[j * width + width - 1]));
}
console.log(JSON.stringify(scores));
