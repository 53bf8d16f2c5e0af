#!/usr/bin/env python3
"""易支付 V2（RSA）对接示例：Python 3 标准库与 openssl 命令。
A shop that docks by epay V2 (RSA): Python 3, its standard library and the program openssl:
that library has no RSA.

设置（环境变量）/ settings, from the environment:
  KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number
  KADOCK_PRIVATE_KEY_FILE    商户私钥（PEM）your private key
  KADOCK_PLATFORM_KEY_FILE   平台公钥（PEM）the platform's public key
  KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
  KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to

epay_v2.py create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
epay_v2.py submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
epay_v2.py query ORDER               查询订单 how an order stands
epay_v2.py refund ORDER MONEY NUMBER 退款 give money back, under a number of yours
epay_v2.py verify QUERY              验证通知 is this notify genuine?
epay_v2.py serve PORT                接收通知 receive notifies
"""
import base64
import binascii
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def setting(name):
    return os.environ.get("KADOCK_" + name, "")


def content(fields):
    """待签名字符串：去掉空值、sign、sign_type，按参数名排序。What is signed: sorted, without what is empty."""
    kept = {k: v for k, v in fields.items() if isinstance(v, (str, int)) and v != ""}
    for name in ("sign", "sign_type"):
        kept.pop(name, None)
    return "&".join(f"{name}={kept[name]}" for name in sorted(kept))


def sign(fields):
    """SHA256withRSA（PKCS#1 v1.5），Base64。"""
    command = ["openssl", "dgst", "-sha256", "-sign", setting("PRIVATE_KEY_FILE")]
    signature = subprocess.run(command, input=content(fields).encode(), stdout=subprocess.PIPE, check=True).stdout
    return base64.b64encode(signature).decode()


def is_platforms(fields):
    """平台的回答与通知：验签，时间相差不超过 300 秒。Signed by the platform within these five minutes."""
    with tempfile.NamedTemporaryFile() as file:
        try:
            file.write(base64.b64decode(fields.get("sign", ""), validate=True))
        except binascii.Error:
            return False
        file.flush()
        command = ["openssl", "dgst", "-sha256", "-verify", setting("PLATFORM_KEY_FILE"), "-signature", file.name]
        verdict = subprocess.run(command, input=content(fields).encode(), capture_output=True)
    stamp = str(fields.get("timestamp", ""))
    return verdict.returncode == 0 and stamp.isdigit() and abs(time.time() - int(stamp)) <= 300


def is_genuine(query):
    """通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded."""
    notice = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    return (
        is_platforms(notice)
        and notice.get("pid") == setting("PID")
        and notice.get("trade_status") == "TRADE_SUCCESS"
    )


def order(number, money, name):
    return {
        "out_trade_no": number, "money": money, "name": name,
        "notify_url": setting("NOTIFY_URL"), "return_url": setting("RETURN_URL"),
    }


def signed(fields):
    fields = {**fields, "pid": setting("PID"), "timestamp": str(int(time.time()))}
    return {**fields, "sign": sign(fields), "sign_type": "RSA"}


def address(path):
    return setting("URL").rstrip("/") + path


def post(path, fields):
    """超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands."""
    context = ssl.create_default_context(cafile=setting("CA") or None)
    body = urllib.parse.urlencode(signed(fields)).encode()
    with urllib.request.urlopen(address(path), body, timeout=10, context=context) as response:
        answer = json.load(response)
    if answer.get("code") != 0:
        sys.exit("refused: " + str(answer.get("msg")))
    if not is_platforms(answer):
        sys.exit("an answer that the platform did not sign")
    return answer


class Receiver(BaseHTTPRequestHandler):
    def do_GET(self):
        # 先核对订单号与金额，再发货，且只发一次。Compare number and money with your order, deliver once only.
        query = urllib.parse.urlsplit(self.path).query
        print("notify " + query, flush=True)
        words = b"success" if is_genuine(query) else b"fail"
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)


def main(act="", *arguments):
    if act == "create":
        fields = {**order(*arguments), "method": "web", "clientip": "127.0.0.1"}
        print(post("/api/pay/create", fields)["pay_info"])
    elif act == "submit":
        print(address("/api/pay/submit?") + urllib.parse.urlencode(signed(order(*arguments))))
    elif act == "query":
        print(json.dumps(post("/api/pay/query", {"out_trade_no": arguments[0]}), ensure_ascii=False))
    elif act == "refund":
        # 同一退款单号重复提交只退一次。The same number again moves no more money.
        fields = {"out_trade_no": arguments[0], "money": arguments[1], "out_refund_no": arguments[2]}
        print(json.dumps(post("/api/pay/refund", fields), ensure_ascii=False))
    elif act == "verify":
        print("success" if is_genuine(arguments[0]) else "fail")
        sys.exit(0 if is_genuine(arguments[0]) else 1)
    elif act == "serve":
        ThreadingHTTPServer(("127.0.0.1", int(arguments[0])), Receiver).serve_forever()
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
