"""A shop written without any of our code: RFC 9421 by the package http-message-signatures, HTTP by requests.

Usage: acceptance.py kadock.json. Prints one line per step; any step that fails ends the program with 1.
"""

import base64
import datetime
import hashlib
import http.server
import json
import queue
import secrets
import sys
import threading

import requests
from cryptography.hazmat.primitives import serialization
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_description

STACK = json.load(open(sys.argv[1]))
BASE = STACK["base_url"]
FIRST, SECOND = STACK["merchants"][:2]


def keys_of(merchant):
    """Key material by key id, as a shop holds it."""

    def pem(path):
        return serialization.load_pem_private_key(open(path, "rb").read(), password=None)

    return {
        merchant["hmac_key_id"]: (algorithms.HMAC_SHA256, base64.b64decode(merchant["hmac_key"])),
        merchant["ed25519_key_id"]: (algorithms.ED25519, pem(merchant["ed25519_private_key_file"])),
        merchant["rsa_key_id"]: (algorithms.RSA_V1_5_SHA256, pem(merchant["rsa_private_key_file"])),
    }


KEYS = {**keys_of(FIRST), **keys_of(SECOND)}


class ShopKeys(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id):
        return KEYS[key_id][1]

    def resolve_public_key(self, key_id):
        return KEYS[key_id][1]


class PlatformKeys(HTTPSignatureKeyResolver):
    """What /v1/keys publishes."""

    def __init__(self):
        answer = requests.get(BASE + "/v1/keys", verify=STACK["ca_file"])
        self.keys = {key["kid"]: key for key in answer.json()["keys"]}

    def resolve_public_key(self, key_id):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        x = self.keys[key_id]["x"]
        return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))

    def resolve_private_key(self, key_id):
        raise NotImplementedError


def prepare(method, path, body, key_id, headers=None, nonce=None, created=None, cover=None):
    """A signed request, ready to be sent."""
    headers = dict(headers or {})
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        headers.setdefault("Content-Digest", f"sha-256=:{digest}:")
        headers.setdefault("Content-Type", "application/json")
    request = requests.Request(method, BASE + path, data=data, headers=headers).prepare()
    components = ["@method", "@target-uri"]
    if data is not None:
        components += ["content-digest", "content-type"]
    if "Idempotency-Key" in headers:
        components.append("idempotency-key")
    signer = HTTPMessageSigner(signature_algorithm=KEYS[key_id][0], key_resolver=ShopKeys())
    signer.sign(
        request,
        key_id=key_id,
        covered_component_ids=cover or components,
        nonce=nonce or secrets.token_urlsafe(16),
        created=created or datetime.datetime.now(),
        label="shop",
        use_existing_digest=data is not None,
    )
    return request


SESSION = requests.Session()
SESSION.verify = STACK["ca_file"]
# Else the environment may name other authorities.
SESSION.trust_env = False


def send(request):
    answer = SESSION.send(request)
    verify(request, answer)
    return answer



def verify(request, answer):
    """Every answer of the API is signed by the platform, over itself and over what was asked."""
    if "Signature" not in answer.headers:
        raise AssertionError(f"unsigned answer {answer.status_code} {answer.text}")
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["Content-Digest"] == f"sha-256=:{digest}:", "content digest"
    answer.request = request
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=PLATFORM)
    results = verifier.verify(answer, max_age=datetime.timedelta(minutes=5))
    covered = results[0].covered_components
    for component in ['"@status"', '"content-digest"', '"@method";req', '"@target-uri";req']:
        assert component in covered, f"{component} is not covered by {list(covered)}"


PLATFORM = PlatformKeys()


def step(name, condition, answer=None):
    print(("ok   " if condition else "FAIL ") + name)
    if not condition:
        if answer is not None:
            print(answer.status_code, dict(answer.headers), answer.text)
        sys.exit(1)


def payment(number, amount, payer):
    return {"out_trade_no": number, "payer": payer, "amount": amount, "currency": "CNY", "subject": "点卡 × 1"}


def balance(payer):
    answer = send(prepare("GET", f"/v1/payers/{payer}", None, FIRST["hmac_key_id"]))
    return answer.json()["wallets"][0]["balance"]


class Receiver(http.server.BaseHTTPRequestHandler):
    """A shop's own server: keeps what it is told."""

    arrived = queue.Queue()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.arrived.put((self.path, dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def told(payer, number):
    """A charge and its refund, as the shop's server is told of them."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/told?a=%20b"
    head = send(prepare("GET", "/v1/events?limit=1", None, FIRST["hmac_key_id"])).json()["head"]
    charge = {**payment(number, 20, payer), "notify_url": address}
    made = send(prepare("POST", "/v1/payments", charge, FIRST["hmac_key_id"]))
    refund = {"out_refund_no": number, "amount": 20}
    send(prepare("POST", f"/v1/payments/{made.json()['id']}/refunds", refund, FIRST["hmac_key_id"]))
    events = []
    for _ in range(2):
        path, headers, body = Receiver.arrived.get(timeout=30)
        request = requests.Request("POST", address, data=body, headers=headers).prepare()
        verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=PLATFORM)
        result = verifier.verify(request, max_age=datetime.timedelta(minutes=5))[0]
        for component in ['"@method"', '"@target-uri"', '"content-digest"', '"content-type"']:
            assert component in result.covered_components, f"{component} is not covered"
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        lower = {name.lower(): value for name, value in headers.items()}
        assert lower["content-digest"] == f"sha-256=:{digest}:" and path == "/told?a=%20b"
        events.append(json.loads(body))
    step("told in order", [e["type"] for e in events] == ["payment.captured", "payment.refunded"])
    feed = send(prepare("GET", f"/v1/events?after={head}", None, FIRST["hmac_key_id"])).json()["data"]
    step("and as the feed has it", all(event in feed for event in events))


def epay(number):
    """A shop that knows nothing but the old protocol."""

    def sign(fields):
        text = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if fields[name])
        return {**fields, "sign": hashlib.md5((text + FIRST["md5_key"]).encode()).hexdigest(), "sign_type": "MD5"}

    order = {
        "pid": str(FIRST["pid"]), "type": "alipay", "out_trade_no": number, "name": "点卡 × 1", "money": "1.50",
        "notify_url": "http://shop.example/n", "return_url": "http://shop.example/r", "param": "a b&c",
    }
    made = SESSION.post(BASE + "/mapi.php", data=sign({**order, "clientip": "203.0.113.7"}))
    trade = made.json()
    step("epay: ordered", trade["code"] == 1 and len(trade["trade_no"]) == 19, made)
    browser = SESSION.get(BASE + "/submit.php", params=sign(order), allow_redirects=False)
    step("epay: the same order again", browser.headers.get("Location") == trade["payurl"], browser)
    asked = {"act": "order", "pid": FIRST["pid"], "key": FIRST["md5_key"], "out_trade_no": number}
    seen = SESSION.get(BASE + "/api.php", params=asked)
    found = seen.json()
    told = (found["trade_no"], found["money"], found["status"], found["type"], found["param"])
    step("epay: asked about", told == (trade["trade_no"], "1.50", 0, "alipay", "a b&c"), seen)
    forged = SESSION.get(BASE + "/submit.php", params={**sign(order), "money": "0.01"}, allow_redirects=False)
    step("epay: forged", forged.status_code == 200 and "签名" in forged.text, forged)


def main():
    payer = next(p for p in STACK["payers"] if p["merchant"] == FIRST["id"])["id"]
    foreign = next(p for p in STACK["payers"] if p["merchant"] == SECOND["id"])["id"]
    before = balance(payer)
    number = "py-" + secrets.token_hex(6)
    for name, key in [(k, FIRST[k]) for k in ("hmac_key_id", "ed25519_key_id", "rsa_key_id")]:
        answer = send(prepare("POST", "/v1/payments", payment(f"{number}-{name}", 100, payer), key))
        step(f"charged with {name}", answer.status_code == 201 and answer.json()["state"] == "captured", answer)

    request = prepare("POST", "/v1/payments", payment(number, 250, payer), FIRST["hmac_key_id"])
    first = send(request)
    step("charged", first.status_code == 201 and first.json()["captured"] == 250, first)
    again = send(request)
    step("the same bytes again", again.content == first.content and again.status_code == 201, again)
    step("and marked as a repeat", again.headers.get("Idempotency-Replayed") == "true", again)
    signed_anew = send(prepare("POST", "/v1/payments", payment(number, 250, payer), FIRST["hmac_key_id"]))
    step("signed anew, the same answer", signed_anew.content == first.content, signed_anew)
    other = send(prepare("POST", "/v1/payments", payment(number, 251, payer), FIRST["hmac_key_id"]))
    step("another amount is refused", other.status_code == 422 and "idempotency-mismatch" in other.text, other)

    forged = prepare("POST", "/v1/payments", payment(number + "f", 1, payer), FIRST["hmac_key_id"])
    forged.body = forged.body.replace(b'"amount": 1', b'"amount": 9')
    answer = send(forged)
    step("a changed body is refused", answer.status_code == 401 and "signature-invalid" in answer.text, answer)
    answer = send(
        prepare(
            "POST", "/v1/payments", payment(number + "o", 1, payer), FIRST["hmac_key_id"],
            created=datetime.datetime.now() - datetime.timedelta(seconds=400),
        )
    )
    step("an old signature is refused", answer.status_code == 401 and "signature-expired" in answer.text, answer)
    answer = send(
        prepare(
            "POST", "/v1/payments", payment(number + "c", 1, payer), FIRST["hmac_key_id"],
            cover=["@method", "@target-uri", "content-type"],
        )
    )
    step("a body that is not covered is refused", answer.status_code == 401, answer)

    path = "/v1/payments/" + first.json()["id"]
    answer = send(prepare("GET", path, None, FIRST["hmac_key_id"]))
    step("read", answer.status_code == 200 and answer.json()["out_trade_no"] == number, answer)
    answer = send(prepare("GET", path, None, SECOND["hmac_key_id"]))
    step("another merchant reads nothing", answer.status_code == 404, answer)
    answer = send(prepare("GET", f"/v1/payments?out_trade_no={number}", None, FIRST["hmac_key_id"]))
    step("found by its number", [p["id"] for p in answer.json()["data"]] == [first.json()["id"]], answer)
    answer = send(prepare("POST", "/v1/payments", payment(number + "x", 1, foreign), FIRST["hmac_key_id"]))
    step("another merchant's payer is unknown", answer.status_code == 422 and "unknown-payer" in answer.text, answer)

    refund = {"out_refund_no": number + "-r", "amount": 50, "reason": "坏了"}
    answer = send(prepare("POST", path + "/refunds", refund, FIRST["hmac_key_id"]))
    step("refunded in part", answer.status_code == 201 and answer.json()["amount"] == 50, answer)
    answer = send(prepare("POST", path + "/refunds", {"out_refund_no": number + "-s"}, FIRST["hmac_key_id"]))
    step("refunded the rest", answer.status_code == 201 and answer.json()["amount"] == 200, answer)
    answer = send(
        prepare("POST", path + "/refunds", {"out_refund_no": number + "-t", "amount": 1}, FIRST["hmac_key_id"])
    )
    step("no more to refund", answer.status_code == 409 and "amount-exceeded" in answer.text, answer)
    step("the money is back", balance(payer) == before - 300)

    headers = {"Idempotency-Key": secrets.token_hex(8)}
    answer = send(
        prepare("POST", f"/v1/payers/{payer}/topups", {"amount": 300, "currency": "CNY"}, FIRST["hmac_key_id"], headers)
    )
    step("topped up", answer.status_code == 201 and balance(payer) == before, answer)
    answer = send(
        prepare(
            "POST", "/v1/payers", {"login": number, "pin": "135790", "currency": "CNY"}, FIRST["hmac_key_id"], headers
        )
    )
    step("that key is taken", answer.status_code == 422 and "idempotency-mismatch" in answer.text, answer)
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    request = prepare(
        "POST", "/v1/payers", {"login": number, "pin": "135790", "currency": "CNY"}, FIRST["hmac_key_id"], headers
    )
    created = send(request)
    step("a payer made", created.status_code == 201 and created.json()["login"] == number, created)
    step("once", send(request).content == created.content)
    answer = send(prepare("POST", "/v1/payments", payment(number + "p", 5, created.json()["id"]), FIRST["hmac_key_id"]))
    declined = answer.status_code == 201 and answer.json()["decline"]["code"] == "insufficient-funds"
    step("a payer without money is declined", declined, answer)
    items = {"payments": [payment(f"{number}-b{i}", 1, payer) for i in range(50)] + [{"amount": 1}]}
    request = prepare("POST", "/v1/payments/bulk", items, FIRST["hmac_key_id"])
    bulk = send(request)
    statuses = [result["status"] for result in bulk.json()["results"]]
    step("in bulk", bulk.status_code == 200 and statuses == [201] * 50 + [422], bulk)
    again = send(request).json()["results"]
    same = [r["payment"] for r in again[:50]] == [r["payment"] for r in bulk.json()["results"][:50]]
    step("in bulk again, the same", same)
    answer = send(prepare("GET", "/v1/balance", None, FIRST["hmac_key_id"]))
    step("the merchant's balance", answer.status_code == 200 and answer.json()["balances"][0]["currency"] == "CNY", answer)

    told(payer, number + "-told")
    epay(number + "-epay")

    description = requests.get(BASE + "/v1/openapi.json", verify=STACK["ca_file"]).json()
    validate_description(description)
    step("a description that foreign tools take", True)
    wallet = send(prepare("GET", f"/v1/payers/{payer}", None, FIRST["hmac_key_id"]))
    for schema, seen in [("Payment", first), ("BulkAnswer", bulk), ("Payer", wallet), ("Balance", answer)]:
        validator = Draft202012Validator({**description, "$ref": "#/components/schemas/" + schema})
        step("as described: " + schema, validator.is_valid(seen.json()), seen)


main()
