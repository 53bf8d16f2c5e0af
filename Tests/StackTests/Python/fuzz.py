"""Schemathesis against a running stack, by the description that the stack itself gives.

Usage: fuzz.py kadock.json FOLDER. Some processes fuzz a part of the operations each; what they saw is printed as one
JSON object: how many requests, how many of each status, and what was against the description. Schemathesis loads this
file too, for its hooks. It draws the same cases each time; new are only nonces, times and some of the numbers.
"""

import atexit
import base64
import collections
import hashlib
import hmac
import json
import os
import pathlib
import resource
import secrets
import subprocess
import sys
import time

import requests

IS_PART = "FUZZ_SETTINGS" in os.environ
SETTINGS = json.loads(os.environ["FUZZ_SETTINGS"]) if IS_PART else {"stack": sys.argv[1], "folder": sys.argv[2]}
STACK = json.load(open(SETTINGS["stack"]))
BASE = STACK["base_url"]
SHOP = STACK["merchants"][0]
KEY = base64.b64decode(SHOP["hmac_key"])

# The operations of each part; the last one takes what is left.
PARTS = ["createPayment|createPayments", None]

# For each operation, besides those that show its edges.
EXAMPLES = 260


def sign(request, key=KEY):
    """Signs a prepared request over its final bytes (RFC 9421)."""

    def text(value):
        return (value.decode("latin-1") if isinstance(value, bytes) else value).strip()

    lines = [("@method", request.method), ("@target-uri", request.url)]
    body = request.body.encode() if isinstance(request.body, str) else request.body
    if body:
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        request.headers["Content-Digest"] = f"sha-256=:{digest}:"
    for name in ["Content-Digest", "Content-Type", "Idempotency-Key"]:
        if name in request.headers:
            lines.append((name.lower(), text(request.headers[name])))
    names = " ".join(f'"{name}"' for name, _ in lines)
    params = f'({names});created={int(time.time())};keyid="{SHOP["hmac_key_id"]}";nonce="{secrets.token_hex(8)}"'
    base = "".join(f'"{name}": {value}\n' for name, value in lines) + f'"@signature-params": {params}'
    signature = base64.b64encode(hmac.new(key, base.encode("latin-1"), hashlib.sha256).digest()).decode()
    request.headers["Signature-Input"] = "fuzz=" + params
    request.headers["Signature"] = f"fuzz=:{signature}:"
    return request


class Signing(requests.auth.AuthBase):
    """Signs nearly everything as it must be; a few requests not, and a few with another key."""

    def __call__(self, request):
        roll = dice("sign", request.method, request.url, request.body)
        if roll < 3:
            return request
        return sign(request, KEY if roll >= 6 else b"another key")


def dice(*parts):
    """A number from 0 to 99 that depends on the parts and nothing else."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()[0] * 100 // 256


# --- The parts: what schemathesis loads.


def hooks():
    """Puts real ids and fresh numbers into most cases, counts, and adds a rule."""
    import schemathesis

    seen = {"requests": 0, "statuses": collections.Counter()}
    schemathesis.auth.set_from_requests(Signing())

    def enliven(payment):
        if not isinstance(payment, dict):
            return
        roll = dice("payment", payment)
        if roll < 80 and "payer" in payment:
            payment["payer"] = SETTINGS["payer"]
        if roll < 70 and isinstance(payment.get("currency"), str):
            payment["currency"] = "CNY"
        if roll < 50 and isinstance(payment.get("amount"), int):
            payment["amount"] = 1 + payment["amount"] % 100
        for name in ["out_trade_no", "out_refund_no", "login"]:
            if 20 <= roll < 60 and isinstance(payment.get(name), str):
                payment[name] = payment[name][:8] + secrets.token_hex(6)

    @schemathesis.hook
    def before_call(context, case, kwargs):
        path = case.path_parameters
        if path and "id" in path and dice("id", path["id"], case.body) < 70:
            path["id"] = SETTINGS["payer" if case.path.startswith("/v1/payers") else "payment"]
        if case.query and "wait" in case.query and str(case.query["wait"]).isdigit():
            case.query["wait"] = int(case.query["wait"]) % 2 if int(case.query["wait"]) <= 20 else case.query["wait"]
        if "Idempotency-Key" in (case.headers or {}) and dice("key", case.body) < 50:
            case.headers["Idempotency-Key"] = secrets.token_hex(8)
        if isinstance(case.body, dict):
            # The key that signs all this has to outlive it.
            if case.path == "/v1/merchant/keys" and case.body.get("algorithm") == "hmac-sha256":
                case.body.pop("window_seconds", None)
            enliven(case.body)
            if isinstance(case.body.get("payments"), list):
                for payment in case.body["payments"]:
                    enliven(payment)

    @schemathesis.hook
    def after_call(context, case, response):
        seen["requests"] += 1
        seen["statuses"][f"{case.operation.label} {response.status_code}"] += 1

    @schemathesis.check
    def no_failure(context, response, case):
        assert response.status_code < 500 or response.status_code == 503, f"{response.status_code}"
        if response.status_code >= 400:
            problem = response.json()
            assert problem["status"] == response.status_code, f"{problem['status']} under {response.status_code}"

    @atexit.register
    def write():
        pathlib.Path(SETTINGS["folder"], f"seen-{SETTINGS['part']}.json").write_text(json.dumps(seen))


# --- The whole.


def post(session, path, body):
    """A signed call that has to succeed."""
    headers = {"Content-Type": "application/json"}
    request = sign(requests.Request("POST", BASE + path, headers, data=json.dumps(body)).prepare())
    answer = session.send(request, verify=STACK["ca_file"])
    assert answer.status_code < 300, answer.text
    return answer.json()


CHECKS = [
    "no_failure", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance",
]

CONFIGURATION = """
workers = 1
continue-on-failure = true
tls-verify = "{ca_file}"
request-timeout = 30
hooks = "{hooks}"

[generation]
deterministic = true
database = "none"
no-shrink = true
max-examples = {examples}
with-security-parameters = false

[phases.stateful]
enabled = false

[phases.fuzzing]
extra-data-sources.responses = false
error-feedback.enabled = false

[phases.examples]
extra-data-sources.responses = false

[phases.coverage]
extra-data-sources.responses = false
"""


def environment():
    """Ours, without what would send requests elsewhere or trust others."""
    names = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
    return {name: value for name, value in os.environ.items() if name.upper() not in names}


def start(part, description, real):
    """A process for one part of the operations."""
    folder = pathlib.Path(SETTINGS["folder"], f"part-{part}")
    folder.mkdir()
    (folder / "openapi.json").write_bytes(description)
    (folder / "schemathesis.toml").write_text(
        CONFIGURATION.format(ca_file=STACK["ca_file"], hooks=os.path.abspath(__file__), examples=EXAMPLES)
    )
    chosen = ["--include-operation-id-regex", f"^({PARTS[part]})$"]
    if PARTS[part] is None:
        chosen = ["--exclude-operation-id-regex", f"^({'|'.join(p for p in PARTS if p)})$"]
    settings = {**SETTINGS, **real, "part": part}
    return subprocess.Popen(
        [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", BASE, "--no-color",
         "--suppress-health-check", "all", "--checks", ",".join(CHECKS), *chosen],
        cwd=folder, env={**environment(), "FUZZ_SETTINGS": json.dumps(settings)},
        stdout=open(folder / "output", "w"), stderr=subprocess.STDOUT,
    )


def ready(session):
    """Returns when the workers answer."""
    for _ in range(300):
        if session.get(BASE + "/readyz", verify=STACK["ca_file"]).status_code == 200:
            return
        time.sleep(0.1)
    raise SystemExit("no worker answers")


def main():
    session = requests.Session()
    session.trust_env = False
    ready(session)
    payer = next(p for p in STACK["payers"] if p["merchant"] == SHOP["id"])["id"]
    payment = post(
        session, "/v1/payments",
        {"out_trade_no": "fuzz-" + secrets.token_hex(6), "payer": payer, "amount": 9999, "currency": "CNY",
         "subject": "for refunds"},
    )["id"]
    description = session.get(BASE + "/v1/openapi.json", verify=STACK["ca_file"]).content
    parts = [start(part, description, {"payer": payer, "payment": payment}) for part in range(len(PARTS))]
    report = {"requests": 0, "statuses": collections.Counter(), "faults": []}
    for part, process in enumerate(parts):
        status = process.wait()
        seen = json.loads(pathlib.Path(SETTINGS["folder"], f"seen-{part}.json").read_text())
        report["requests"] += seen["requests"]
        report["statuses"].update(seen["statuses"])
        if status != 0:
            report["faults"].append(pathlib.Path(SETTINGS["folder"], f"part-{part}", "output").read_text()[-8000:])
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    report["processor_seconds"] = round(usage.ru_utime + usage.ru_stime)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
elif IS_PART:
    hooks()
