#!/usr/bin/python3
"""Another implementation of the same tokens (PyJWT), and what attackers would send.

    peer.py verify PUBLIC_PEM TOKEN        prints "kid sub iss aud,aud iat exp"
    peer.py cases KEYS PUBLIC_KEYS KID NOW prints "EXPECTED NAME TOKEN" lines: the refusal the verifier must name
"""
import base64
import hashlib
import hmac
import json
import pathlib
import sys

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ROOT = "arena/v1"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(header, claims, sign):
    head = header if isinstance(header, str) else json.dumps(header)
    body = claims if isinstance(claims, str) else json.dumps(claims)
    said = b64(head.encode()) + "." + b64(body.encode())
    return said + "." + b64(sign(said.encode()))


def verify(public, token):
    kid = jwt.get_unverified_header(token)["kid"]
    key = pathlib.Path(public).read_text()
    claims = jwt.decode(token, key, algorithms=["ES256"], audience="http", options={"verify_exp": False,
                                                                                     "verify_iat": False})
    aud = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    print(kid, claims["sub"], claims["iss"], ",".join(aud), claims["iat"], claims["exp"])


def cases(keys, publics, kid, now):
    private = pathlib.Path(keys, kid + ".pem").read_text()
    public = pathlib.Path(publics, kid + ".pem").read_bytes()
    good = {"sub": "robot/scout1", "iss": ROOT, "aud": ["mqtt", "http"], "iat": now, "exp": now + 60}

    def made(expected, name, claims=None, key=private, alg="ES256", **header):
        header.setdefault("kid", kid)
        whole = {**good, **(claims or {})}
        whole = {k: v for k, v in whole.items() if v is not None}
        headers = {k: v for k, v in header.items() if v is not None}
        print(expected, name, jwt.encode(whole, key, algorithm=alg, headers=headers))

    made("NONE", "as-it-should-be")
    made("NONE", "audience-as-a-word", {"aud": "http"})
    made("NONE", "unknown-audiences-beside", {"aud": ["moon", "http"]})
    made("NONE", "unknown-claims", {"admin": True})
    made("NONE", "issued-five-seconds-ahead", {"iat": now + 5})
    made("EARLY", "issued-six-seconds-ahead", {"iat": now + 6})
    made("EXPIRED", "expires-now", {"exp": now})
    made("NONE", "expires-in-a-second", {"exp": now + 1})
    for wrong in ("", "robot", "robot/", "robot/Scout", "robot/a/b", "robot/../x", "emperor/x", "robot/" + "a" * 32, 7, None):
        made("PRINCIPAL", f"subject-{str(wrong)[:9] or 'empty'}", {"sub": wrong})
    for wrong in ("", "arena", "arena/v10", "arena/v1/", None, 1):
        made("ISSUER", f"issuer-{wrong or 'empty'}", {"iss": wrong})
    for wrong in ("mqtt", "", [], ["mqtt"], [["http"]], [1], {"http": 1}, 7, None):
        made("AUDIENCE", f"audience-{json.dumps(wrong).replace(' ', '')}", {"aud": wrong})
    for name in ("iat", "exp"):
        for wrong in (None, "1", 1.5, 0, -1, True, [now]):
            made("FORM", f"{name}-{json.dumps(wrong).replace(' ', '')}", {name: wrong})
    other = ec.generate_private_key(ec.SECP256R1())
    made("SIGNATURE", "another-key-under-our-kid", key=other)
    made("ALGORITHM", "es384", key=ec.generate_private_key(ec.SECP384R1()), alg="ES384")
    made("ALGORITHM", "rs256", key=rsa.generate_private_key(65537, 2048), alg="RS256")
    made("ALGORITHM", "none", key=None, alg="none")
    for wrong in (None, "", "unknown", "../keys/" + kid, "/etc/passwd", "../public-keys/" + kid, kid + "/", kid.upper(),
                  "a" * 40, "a" * 200, kid + ".pem", "%s%s%n"):
        made("KEY", f"kid-{str(wrong)[:20] or 'empty'}", kid=wrong)

    def hs256(said):
        return hmac.new(public, said, hashlib.sha256).digest()

    print("ALGORITHM", "hs256-with-the-public-key", raw({"alg": "HS256", "typ": "JWT", "kid": kid}, good, hs256))
    print("ALGORITHM", "hs256-twice-named", raw('{"alg":"ES256","alg":"HS256","kid":"%s"}' % kid, good, hs256))
    for alg in ("none", "None", "NONE", "", "es256", 256, None, ["ES256"]):
        print("FORM ALGORITHM", f"alg-{json.dumps(alg)}", raw({"alg": alg, "kid": kid}, good, lambda _: b""))
    for length in (0, 1, 63, 64, 65, 128):
        print("SIGNATURE FORM", f"signature-of-{length}", raw({"alg": "ES256", "kid": kid}, good, lambda _, n=length: bytes(n)))
    whole = jwt.encode(good, private, algorithm="ES256", headers={"kid": kid})
    head, body, sign = whole.split(".")
    for name, token in (("no-signature", f"{head}.{body}"), ("empty-signature", f"{head}.{body}."), ("four-parts", whole + ".x"),
                        ("blank", head + " ." + body + "." + sign), ("padding", f"{head}=.{body}.{sign}"), ("dots", ".."),
                        ("cut", whole[:-4]), ("swapped", f"{body}.{head}.{sign}"), ("text", "hello"), ("plus", f"{head}+.{body}.{sign}"),
                        ("not-json", raw("{", good, hs256)), ("array", raw("[]", good, hs256)), ("number", raw("1", good, hs256)),
                        ("deep", b64(b"[" * 500) + "." + body + "." + sign)):
        print("FORM SIGNATURE ALGORITHM", name, token)
    altered = jwt.encode({**good, "sub": "operator/me"}, other, algorithm="ES256", headers={"kid": kid}).split(".")[1]
    print("SIGNATURE", "claims-swapped", f"{head}.{altered}.{sign}")
    print("LENGTH", "too-long", whole + "A" * 1024)


if __name__ == "__main__":
    if sys.argv[1] == "verify":
        verify(sys.argv[2], sys.argv[3])
    else:
        cases(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
