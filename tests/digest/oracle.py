"""Responses of Digest authentication by Python's hashlib, for made-up inputs: `oracle.py COUNT SEED`.

Each line holds what was hashed and what came out, parted by tabs; all but algorithm, qop and results is in hexadecimal digits:
algorithm, username, realm, password, method, digest-uri, nonce, nc, cnonce, qop, body, HA1, response, rspauth, userhash, and the
nonce and cnonce that the session began with, if it did not begin with this exchange.
"""

import hashlib
import random
import sys

HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
ALGORITHMS = [name + suffix for name in HASHES for suffix in ("", "-sess")] + ["AKAv1-MD5", "AKAv2-MD5", "AKAv1-SHA-256"]


def main(count, seed):
    chance = random.Random(seed)

    def some(most):
        kind = chance.randrange(3)
        if kind == 0:
            return chance.randbytes(chance.randrange(most))
        if kind == 1:
            return bytes(chance.choice(b'abc012:"\\ \t') for _ in range(chance.randrange(most)))
        return "".join(chance.choice("aZ9 é漢") for _ in range(chance.randrange(most))).encode()

    for _ in range(count):
        algorithm = chance.choice(ALGORITHMS)
        qop = chance.choice(["auth", "auth-int"] + [""] * (not algorithm.endswith("-sess")))
        name = algorithm.removesuffix("-sess").removeprefix("AKAv1-").removeprefix("AKAv2-")

        def h(*parts):
            return hashlib.new(HASHES[name], b":".join(parts)).hexdigest().encode()

        username, realm, password, nonce, cnonce = some(70), some(40), some(70), some(70) or b"n", some(40)
        method = chance.choice([b"REGISTER", b"INVITE", b"MESSAGE", b"x-Y.z"])
        uri = b"sip:" + some(80)
        nc = b"%08x" % chance.choice([1, 2, 10, 0x1A, chance.getrandbits(32)])
        body = chance.choice([b"", some(300)])
        first = chance.choice([None, (some(30), some(30))]) if algorithm.endswith("-sess") else None

        ha1 = h(username, realm, password)
        key = h(ha1, *(first or (nonce, cnonce))) if algorithm.endswith("-sess") else ha1

        def response(method):
            a2 = h(method, uri, h(body)) if qop == "auth-int" else h(method, uri)
            return h(key, nonce, nc, cnonce, qop.encode(), a2) if qop else h(key, nonce, a2)

        inputs = [part.hex() for part in (username, realm, password, method, uri, nonce, nc, cnonce)]
        results = [part.decode() for part in (ha1, response(method), response(b""), h(username, realm))]
        began = [part.hex() for part in first] if first else ["-", "-"]
        print(algorithm, *inputs, qop, body.hex(), *results, *began, sep="\t")


main(int(sys.argv[1]), int(sys.argv[2]))
