"""A second implementation of the encrypted search, to check the first: plain integers, no dependencies.

    python3 encrypted_search.py CASES.json

For each case it makes the query and the answer anew from the recorded seeds, byte by byte, and compares their
SHA-256 with what is recorded; then it decrypts the answer by its own means. Polynomials are multiplied as big
integers (Kronecker substitution) modulo q, not modulo single primes, so that nothing of the first
implementation's arithmetic is repeated. Exit status 1 if anything differs.
"""

import hashlib
import json
import sys

N = 4096
T_BITS = 20
ANSWER_BITS = 31
COINS = 21
MASK_BOUND = 256
DOMAIN = b"cloister encrypted search 1 "
PARAMETERS = {"STANDARD": (1, 28, 3, 217_000_000), "STRICT": (2, 27, 4, 2**27 - 1)}


# --- AES-256 in counter mode (FIPS 197) ---------------------------------------------------------------------


def _sbox():
    box, p, q = [0] * 256, 1, 1
    while True:
        p = p ^ (p << 1 & 0xFF) ^ (0x1B if p & 0x80 else 0)
        for shift in (1, 2, 4):
            q ^= q << shift & 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = q
        for shift in (1, 2, 3, 4):
            rotated ^= (q << shift | q >> 8 - shift) & 0xFF
        box[p] = rotated ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


SBOX = _sbox()


def _double(x):
    return x << 1 & 0xFF ^ (0x1B if x & 0x80 else 0)


COLUMN = []
for s in SBOX:
    word = _double(s) << 24 | s << 16 | s << 8 | _double(s) ^ s
    COLUMN.append(word)
ROTATED = [[(w >> 8 * r | w << 32 - 8 * r) & 0xFFFFFFFF for w in COLUMN] for r in range(4)]


def _substituted(word):
    return SBOX[word >> 24] << 24 | SBOX[word >> 16 & 255] << 16 | SBOX[word >> 8 & 255] << 8 | SBOX[word & 255]


def _round_keys(key):
    words = [int.from_bytes(key[i : i + 4], "big") for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = words[i - 1]
        if i % 8 == 0:
            word = _substituted((word << 8 | word >> 24) & 0xFFFFFFFF) ^ constant << 24
            constant = _double(constant)
        elif i % 8 == 4:
            word = _substituted(word)
        words.append(words[i - 8] ^ word)
    return words


class Stream:
    """The key stream whose first counter block is label, part and eight zero bytes."""

    def __init__(self, key, label, part):
        self.keys = _round_keys(key)
        self.counter = label << 96 | part << 64
        self.buffer = b""

    def _block(self):
        k = self.keys
        a, b, c, d = ((self.counter >> s & 0xFFFFFFFF) ^ k[i] for i, s in enumerate((96, 64, 32, 0)))
        r0, r1, r2, r3 = ROTATED
        for i in range(4, 56, 4):
            a, b, c, d = (
                r0[a >> 24] ^ r1[b >> 16 & 255] ^ r2[c >> 8 & 255] ^ r3[d & 255] ^ k[i],
                r0[b >> 24] ^ r1[c >> 16 & 255] ^ r2[d >> 8 & 255] ^ r3[a & 255] ^ k[i + 1],
                r0[c >> 24] ^ r1[d >> 16 & 255] ^ r2[a >> 8 & 255] ^ r3[b & 255] ^ k[i + 2],
                r0[d >> 24] ^ r1[a >> 16 & 255] ^ r2[b >> 8 & 255] ^ r3[c & 255] ^ k[i + 3],
            )
        out = b""
        for i, (w, x, y, z) in enumerate(((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))):
            word = SBOX[w >> 24] << 24 | SBOX[x >> 16 & 255] << 16 | SBOX[y >> 8 & 255] << 8 | SBOX[z & 255]
            out += (word ^ k[56 + i]).to_bytes(4, "big")
        self.counter += 1
        return out

    def number(self, size):
        while len(self.buffer) < size:
            self.buffer += self._block()
        value, self.buffer = int.from_bytes(self.buffer[:size], "big"), self.buffer[size:]
        return value


# --- seeds and samples ------------------------------------------------------------------------------------------


def digest(purpose, *contents):
    return hashlib.sha256(DOMAIN + purpose.encode() + b"\0" + b"".join(contents)).digest()


def ternary(stream):
    values = []
    while len(values) < N:
        bits = stream.number(1)
        for shift in (6, 4, 2, 0):
            if len(values) < N and bits >> shift & 3 < 3:
                values.append((bits >> shift & 3) - 1)
    return values


def binomial(stream):
    values = []
    for _ in range(N):
        bits = stream.number(8)
        ones, others = bits % 2**COINS, bits >> COINS & 2**COINS - 1
        values.append(ones.bit_count() - others.bit_count())
    return values


def within(stream, bound):
    count, values = 2 * bound + 1, []
    while len(values) < N:
        bits = stream.number(2)
        if bits < 65536 // count * count:
            values.append(bits % count - bound)
    return values


def residues(stream, prime):
    mask, values = 2 ** prime.bit_length() - 1, []
    while len(values) < N:
        bits = stream.number(4) & mask
        if bits < prime:
            values.append(bits)
    return values


def flood(stream, quarter):
    count, total, drawn = 2 * quarter + 1, 0, 0
    mask = 2 ** count.bit_length() - 1
    while drawn < 4:
        value = (stream.number(8) << 64 | stream.number(8)) & mask
        if value < count:
            total, drawn = total + value - quarter, drawn + 1
    return total


# --- the ring -----------------------------------------------------------------------------------------------


def is_prime(n):
    return all(pow(a, n - 1, n) == 1 for a in (2, 3, 5, 7)) and all(n % d for d in range(3, 16400, 2))


def primes_below(bound, count):
    found, candidate = [], (bound - 1) // (2 * N) * (2 * N) + 1
    while len(found) < count:
        if is_prime(candidate):
            found.append(candidate)
        candidate -= 2 * N
    return found


def root_of_unity(prime):
    for base in range(2, prime):
        root = pow(base, (prime - 1) // (2 * N), prime)
        if pow(root, N, prime) == prime - 1:
            return root


def cyclic(values, omega, prime):
    """values[0] + values[1] omega^j + ... for all j."""
    if len(values) == 1:
        return values
    square = omega * omega % prime
    even, odd = cyclic(values[0::2], square, prime), cyclic(values[1::2], square, prime)
    power, low, high = 1, [], []
    for e, o in zip(even, odd):
        o = o * power % prime
        low.append((e + o) % prime)
        high.append((e - o) % prime)
        power = power * omega % prime
    return low + high


def _turned(bits):
    return int(format(bits, "06b")[::-1], 2)


ORDER = [64 * _turned(r // 64) + _turned(r % 64) for r in range(N)]


def evaluations(coefficients, prime):
    root, power, twisted = root_of_unity(prime), 1, []
    for c in coefficients:
        twisted.append(c * power % prime)
        power = power * root % prime
    values = cyclic(twisted, root * root % prime, prime)
    return [values[j] for j in ORDER]


def coefficients(values, prime):
    root = root_of_unity(prime)
    natural = [0] * N
    for r, j in enumerate(ORDER):
        natural[j] = values[r]
    inverse, scale = pow(root, -1, prime), pow(N, -1, prime)
    result = cyclic(natural, inverse * inverse % prime, prime)
    untwisted = []
    for value in result:
        untwisted.append(value * scale % prime)
        scale = scale * inverse % prime
    return untwisted


def lifted(by_prime, primes):
    """Coefficients modulo q from evaluations modulo each prime."""
    q = product(primes)
    total = [0] * N
    for values, prime in zip(by_prime, primes):
        factor = q // prime * pow(q // prime, -1, prime)
        for i, c in enumerate(coefficients(values, prime)):
            total[i] += c * factor
    return [c % q for c in total]


def product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result


def times(left, right):
    """The product modulo x^N + 1, over the integers; left in [0, 2^112), right below 2^12 in magnitude."""
    bits = 160
    size = bits // 8

    def packed(values):
        return int.from_bytes(b"".join(v.to_bytes(size, "little") for v in values), "little")

    whole = packed(left)
    positive, negative = (whole * packed([max(0, s * v) for v in right]) for s in (1, -1))
    parts = []
    for value in (positive, negative):
        data = value.to_bytes(2 * N * size + 8, "little")
        parts.append([int.from_bytes(data[i * size : (i + 1) * size], "little") for i in range(2 * N)])
    return [parts[0][i] - parts[0][i + N] - parts[1][i] + parts[1][i + N] for i in range(N)]


# --- messages -------------------------------------------------------------------------------------------------


def pack(values, bits):
    text = 0
    for value in values:
        text = text << bits | value
    total = len(values) * bits
    return (text << -total % 8).to_bytes((total + 7) // 8, "big")


def signed(data):
    return [b - 256 if b > 127 else b for b in data]


def check(case):
    number, residue_bits, count, bound = PARAMETERS[case["parameters"]]
    primes = primes_below(bound + 1, count)
    q = product(primes)
    dimensions, groups = case["dimensions"], case["groups"]
    width = dimensions // groups
    seed, owner_seed = bytes.fromhex(case["querierSeed"]), bytes.fromhex(case["ownerSeed"])
    query = signed(bytes.fromhex(case["query"]))
    vectors = [signed(bytes.fromhex(v)) for v in case["vectors"]]

    public_seed, errors = digest("public", seed), digest("errors", seed)
    uniform_key = digest("uniform", public_seed)
    secret = ternary(Stream(digest("secret", seed), 0, 0))
    shape = bytes([1, number]) + dimensions.to_bytes(2, "big") + groups.to_bytes(2, "big")
    message = b"CLRQ" + shape + public_seed
    key, ciphertexts = None, []
    for label in range(groups + 1):
        uniform = lifted([residues(Stream(uniform_key, label, i), p) for i, p in enumerate(primes)], primes)
        plain = [0] * N
        if label > 0:
            plain[:width] = query[(label - 1) * width : label * width]
        masked = times(uniform, secret)
        noise = binomial(Stream(errors, label, 0))
        first = [(e + (q >> T_BITS) * m - x) % q for e, m, x in zip(noise, plain, masked)]
        for prime in primes:
            message += pack(evaluations(first, prime), residue_bits)
        if label == 0:
            key = (first, uniform)
        else:
            ciphertexts.append((first, uniform))
    if hashlib.sha256(message).hexdigest() != case["queryMessageSha256"]:
        return "the query's bytes differ"

    answer = b"CLRA" + shape + digest("query", message) + len(vectors).to_bytes(4, "big")
    per_block, quarter = N // width, q * 3 >> T_BITS + 5
    scores = []
    for block in range(0, (len(vectors) + per_block - 1) // per_block):
        members = vectors[block * per_block : (block + 1) * per_block]
        c0, c1 = [0] * N, [0] * N
        for group, (first, second) in enumerate(ciphertexts):
            polynomial = [0] * N
            for j, vector in enumerate(members):
                for i in range(width):
                    polynomial[j * width + width - 1 - i] = vector[group * width + i]
            c0 = [x + y for x, y in zip(c0, times(first, polynomial))]
            c1 = [x + y for x, y in zip(c1, times(second, polynomial))]
        mask = within(Stream(owner_seed, block, 0), MASK_BOUND)
        error = binomial(Stream(owner_seed, block, 1))
        floods = Stream(owner_seed, block, 2)
        c0 = [x + y for x, y in zip(c0, times(key[0], mask))]
        c1 = [x + y + e for x, y, e in zip(c1, times(key[1], mask), error)]
        useful = [c0[j * width + width - 1] + flood(floods, quarter) for j in range(len(members))]
        switched = [[((c % q << ANSWER_BITS) + q // 2) // q % 2**ANSWER_BITS for c in part] for part in (c1, useful)]
        answer += pack(switched[0] + switched[1], ANSWER_BITS)
        opened = times(switched[0], secret)
        for j in range(len(members)):
            phase = (switched[1][j] + opened[j * width + width - 1]) % 2**ANSWER_BITS
            score = (phase + 2**10 >> 11) % 2**T_BITS
            scores.append(score - 2**T_BITS if score >= 2 ** (T_BITS - 1) else score)
    if hashlib.sha256(answer).hexdigest() != case["answerSha256"]:
        return "the answer's bytes differ"
    if scores != case["scores"] or scores != [sum(a * b for a, b in zip(query, v)) for v in vectors]:
        return "the scores differ"
    return None


def main():
    # FIPS 197, appendix C.3, as counter mode's first block.
    known = Stream(bytes(range(32)), 0x00112233, 0x44556677)
    known.counter = 0x00112233445566778899AABBCCDDEEFF
    assert known._block().hex() == "8ea2b7ca516745bfeafc49904b496089"
    cases = json.load(open(sys.argv[1]))
    failed = False
    for case in cases:
        problem = check(case)
        failed = failed or problem is not None
        print(case["name"], problem or "as recorded")
    sys.exit(1 if failed or not cases else 0)


if __name__ == "__main__":
    main()
