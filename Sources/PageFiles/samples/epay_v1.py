#!/usr/bin/env python3
"""易支付 V1（MD5）对接示例：Python 3，只用标准库。
A shop that docks by epay V1 (MD5): Python 3 and its standard library.

设置（环境变量）/ settings, from the environment:
  KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number    KADOCK_KEY  密钥 key
  KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
  KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to

epay_v1.py create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
epay_v1.py submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
epay_v1.py query ORDER               查询订单 how an order stands
epay_v1.py refund ORDER MONEY        退款 give money back
epay_v1.py verify QUERY              验证通知 is this notify genuine?
epay_v1.py serve PORT                接收通知 receive notifies
"""
import hashlib
import hmac
import json
import os
import ssl
import sys
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def setting(name):
    return os.environ.get("KADOCK_" + name, "")


def content(fields):
    """待签名字符串：去掉空值、sign、sign_type，按参数名排序。What is signed: sorted, without what is empty."""
    kept = {k: v for k, v in fields.items() if v != "" and k not in ("sign", "sign_type")}
    return "&".join(f"{name}={kept[name]}" for name in sorted(kept))


def sign(fields):
    """密钥直接接在后面，小写十六进制。The key right behind, lower-case hexadecimal."""
    return hashlib.md5((content(fields) + setting("KEY")).encode()).hexdigest()


def is_genuine(query):
    """通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded."""
    notice = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    return (
        hmac.compare_digest(sign(notice).encode(), notice.get("sign", "").encode())
        and notice.get("pid") == setting("PID")
        and notice.get("trade_status") == "TRADE_SUCCESS"
    )


def order(number, money, name):
    return {
        "pid": setting("PID"), "out_trade_no": number, "money": money, "name": name,
        "notify_url": setting("NOTIFY_URL"), "return_url": setting("RETURN_URL"),
    }


def signed(fields):
    return {**fields, "sign": sign(fields), "sign_type": "MD5"}


def address(path):
    return setting("URL").rstrip("/") + path


def post(path, fields):
    """超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands."""
    context = ssl.create_default_context(cafile=setting("CA") or None)
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(address(path), body, timeout=10, context=context) as response:
        answer = json.load(response)
    # 成功是 1；退款在有的平台是 0。Success is 1, of refunds 0 on some platforms.
    if answer.get("code") not in (0, 1):
        sys.exit("refused: " + str(answer.get("msg")))
    return answer


def proof(number):
    """密钥放在表单里，不放在网址里。The key goes into the form, never into an address."""
    return {"pid": setting("PID"), "key": setting("KEY"), "out_trade_no": number}


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
        print(post("/mapi.php", signed({**order(*arguments), "clientip": "127.0.0.1"}))["payurl"])
    elif act == "submit":
        print(address("/submit.php?") + urllib.parse.urlencode(signed(order(*arguments))))
    elif act == "query":
        print(json.dumps(post("/api.php?act=order", proof(arguments[0])), ensure_ascii=False))
    elif act == "refund":
        fields = {**proof(arguments[0]), "money": arguments[1]}
        print(json.dumps(post("/api.php?act=refund", fields), ensure_ascii=False))
    elif act == "verify":
        print("success" if is_genuine(arguments[0]) else "fail")
        sys.exit(0 if is_genuine(arguments[0]) else 1)
    elif act == "serve":
        ThreadingHTTPServer(("127.0.0.1", int(arguments[0])), Receiver).serve_forever()
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
