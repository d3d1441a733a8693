"""Two other ways to score int8 vectors against an encrypted query, end to end on one core.

bsgs    BFV in slots: the diagonals of the matrix times rotations of the query, split into baby and giant steps, by
        Microsoft SEAL as TenSEAL's wheel carries it. Exact; checked against the plain scores.
matmul  TenSEAL's own product of an encrypted CKKS vector and a plain matrix of 384 vectors.
dot     TenSEAL's own product of an encrypted CKKS vector and a plain vector, one vector after the other.

Usage: compare.py VECTORS RUNS. Prints a flat JSON object of figures.
"""

import json
import os
import sys
import time

import numpy
import tenseal
import tenseal.sealapi as seal

DIMENSIONS = 384
TOP = 10


def median(values):
    return sorted(values)[len(values) // 2]


def vectors(count):
    drawn = numpy.random.default_rng(1).standard_normal((count, DIMENSIONS))
    drawn *= 127 / 0.277 / numpy.linalg.norm(drawn, axis=1, keepdims=True)
    return numpy.clip(numpy.rint(drawn), -127, 127).astype(numpy.int64)


class Steps:
    """Milliseconds by step of one query."""

    def __init__(self):
        self.laps = {}
        self.last = time.perf_counter()

    def lap(self, name):
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0) + (now - self.last) * 1e3
        self.last = now


class Bsgs:
    """Scores of 8192 vectors a block: slot s holds the score of its vector, sum over d of diagonal d times the query rotated by d."""

    DEGREE = 8192
    ROW = DEGREE // 2
    PERIOD = 512
    BABY = 32

    def __init__(self, matrix):
        parameters = seal.EncryptionParameters(seal.SCHEME_TYPE.BFV)
        parameters.set_poly_modulus_degree(self.DEGREE)
        parameters.set_coeff_modulus(seal.CoeffModulus.Create(self.DEGREE, [45, 45, 45]))
        parameters.set_plain_modulus(seal.PlainModulus.Batching(self.DEGREE, 20))
        self.context = seal.SEALContext(parameters, True, seal.SEC_LEVEL_TYPE.TC128)
        self.encoder = seal.BatchEncoder(self.context)
        self.evaluator = seal.Evaluator(self.context)
        self.count = len(matrix)
        self.blocks = [self.encode(matrix[first : first + self.DEGREE]) for first in range(0, self.count, self.DEGREE)]

    def encode(self, part):
        """Diagonals, those of a giant step turned back by as much as its sum is turned afterwards."""
        padded = numpy.zeros((self.DEGREE, self.PERIOD), dtype=numpy.int64)
        padded[: len(part), :DIMENSIONS] = part
        slots = numpy.arange(self.DEGREE)
        diagonals = []
        for d in range(self.PERIOD):
            column = padded[slots, (slots + d) % self.PERIOD].reshape(2, self.ROW)
            column = numpy.roll(column, d - d % self.BABY, axis=1).reshape(-1)
            if not column.any():
                diagonals.append(None)
                continue
            plain = seal.Plaintext()
            self.encoder.encode(column.tolist(), plain)
            self.evaluator.transform_to_ntt_inplace(plain, self.context.first_parms_id())
            diagonals.append(plain)
        return diagonals

    def query(self, vector, folder):
        steps = Steps()
        generator = seal.KeyGenerator(self.context)
        galois = seal.GaloisKeys()
        generator.create_galois_keys([pow(3, step, 2 * self.DEGREE) for step in (1, self.BABY)], galois)
        encryptor = seal.Encryptor(self.context, generator.secret_key())
        decryptor = seal.Decryptor(self.context, generator.secret_key())
        steps.lap("keys_ms")
        padded = numpy.zeros(self.PERIOD, dtype=numpy.int64)
        padded[:DIMENSIONS] = vector
        plain = seal.Plaintext()
        self.encoder.encode(numpy.tile(padded, self.DEGREE // self.PERIOD).tolist(), plain)
        sent = seal.Ciphertext()
        encryptor.encrypt_symmetric(plain, sent)
        steps.lap("encrypt_ms")
        answers = self.answer(sent, galois, steps)
        scores = []
        for answer in answers:
            opened = seal.Plaintext()
            decryptor.decrypt(answer, opened)
            scores.extend(self.encoder.decode_int64(opened))
        scores = numpy.array(scores[: self.count])
        steps.lap("decrypt_ms")
        numpy.argpartition(-scores, TOP)[:TOP]
        steps.lap("top_ms")
        up = size(sent, folder) + size(galois, folder)
        return scores, steps.laps, up, sum(size(answer, folder) for answer in answers)

    def answer(self, sent, galois, steps):
        turned = [sent]
        for _ in range(self.BABY - 1):
            following = seal.Ciphertext()
            self.evaluator.rotate_rows(turned[-1], 1, galois, following)
            turned.append(following)
        for one in turned:
            self.evaluator.transform_to_ntt_inplace(one)
        steps.lap("rotate_ms")
        answers = []
        for diagonals in self.blocks:
            total = None
            # Horner's way: the sum so far is turned by one giant step, then the next lower one is added.
            for giant in reversed(range(self.PERIOD // self.BABY)):
                products = []
                for baby in range(self.BABY):
                    plain = diagonals[giant * self.BABY + baby]
                    if plain is not None:
                        product = seal.Ciphertext()
                        self.evaluator.multiply_plain(turned[baby], plain, product)
                        products.append(product)
                if products:
                    added = seal.Ciphertext()
                    self.evaluator.add_many(products, added)
                    self.evaluator.transform_from_ntt_inplace(added)
                steps.lap("multiply_ms")
                if total is not None:
                    self.evaluator.rotate_rows_inplace(total, self.BABY, galois)
                    if products:
                        self.evaluator.add_inplace(total, added)
                elif products:
                    total = added
                steps.lap("rotate_ms")
            self.evaluator.mod_switch_to_next_inplace(total)
            answers.append(total)
            steps.lap("switch_ms")
        return answers


def size(something, folder):
    path = os.path.join(folder, "wire")
    something.save(path)
    bytes_ = os.path.getsize(path)
    os.remove(path)
    return bytes_


def bsgs(matrix, runs, folder):
    start = time.perf_counter()
    scheme = Bsgs(matrix)
    figures = {"bsgs.encode_s": time.perf_counter() - start}
    laps = []
    for run in range(-1, runs):
        vector = matrix[(run * 7919) % len(matrix)]
        scores, took, up, down = scheme.query(vector, folder)
        if not numpy.array_equal(scores, matrix @ vector):
            raise SystemExit("bsgs: scores are wrong")
        if run >= 0:
            laps.append(took)
    for step in laps[0]:
        figures["bsgs." + step] = median([one[step] for one in laps])
    figures["bsgs.ms"] = median([sum(one.values()) for one in laps])
    figures["bsgs.up_bytes"] = float(up)
    figures["bsgs.down_bytes"] = float(down)
    return figures


def ckks():
    context = tenseal.context(
        tenseal.SCHEME_TYPE.CKKS, poly_modulus_degree=8192, coeff_mod_bit_sizes=[60, 40, 60], n_threads=1
    )
    context.global_scale = 2**40
    context.generate_galois_keys()
    return context


def require_near(found, exact):
    # The scheme is an approximate one; these are cosines.
    error = numpy.abs(numpy.array(found) - exact).max()
    if error > 1e-4:
        raise SystemExit(f"tenseal: scores are wrong by {error}")


def matmul(matrix, runs):
    """End to end for as many vectors as there are dimensions: TenSEAL gives wrong scores for wider matrices."""
    context = ckks()
    plain = matrix[:DIMENSIONS].T.tolist()
    times = []
    for run in range(runs):
        vector = matrix[(run * 7919) % len(matrix)]
        start = time.perf_counter()
        scores = numpy.array(tenseal.ckks_vector(context, vector.tolist()).matmul(plain).decrypt())
        numpy.argpartition(-scores, TOP)[:TOP]
        times.append((time.perf_counter() - start) * 1e3)
        require_near(scores, matrix[:DIMENSIONS] @ vector)
    return {"tenseal.matmul_384_ms": median(times)}


def dot(matrix, count):
    context = ckks()
    vector = matrix[7]
    sent = tenseal.ckks_vector(context, vector.tolist())
    times = []
    for other in matrix[:count]:
        plain = other.tolist()
        start = time.perf_counter()
        score = sent.dot(plain)
        times.append((time.perf_counter() - start) * 1e3)
        require_near(score.decrypt()[0], vector @ other)
    return {"tenseal.dot_ms_each": median(times)}


def main():
    count, runs = int(sys.argv[1]), int(sys.argv[2])
    matrix = vectors(count)
    figures = bsgs(matrix, runs, os.getcwd())
    unit = matrix / (127 / 0.277)
    figures.update(dot(unit, 20))
    figures.update(matmul(unit, 1))
    print(json.dumps(figures))


main()
