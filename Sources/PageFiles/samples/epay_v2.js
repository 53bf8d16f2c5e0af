#!/usr/bin/env node
// 易支付 V2（RSA）对接示例：Node.js 18 以上，只用自带模块。
// A shop that docks by epay V2 (RSA): Node.js from 18 on and its own modules.
//
// 设置（环境变量）/ settings, from the environment:
//   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number
//   KADOCK_PRIVATE_KEY_FILE    商户私钥（PEM）your private key
//   KADOCK_PLATFORM_KEY_FILE   平台公钥（PEM）the platform's public key
//   NODE_EXTRA_CA_CERTS  私有 CA 文件（可选）a private CA's file, if there is one
//   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
//
// node epay_v2.js create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
// node epay_v2.js submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
// node epay_v2.js query ORDER               查询订单 how an order stands
// node epay_v2.js refund ORDER MONEY NUMBER 退款 give money back, under a number of yours
// node epay_v2.js verify QUERY              验证通知 is this notify genuine?
// node epay_v2.js serve PORT                接收通知 receive notifies
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');

const setting = (name) => process.env['KADOCK_' + name] ?? '';

// 待签名字符串：去掉空值、sign、sign_type，按参数名排序。What is signed: sorted, without what is empty.
function content(fields) {
    return Object.keys(fields).sort()
        .filter((name) => ['string', 'number'].includes(typeof fields[name]) && fields[name] !== '')
        .filter((name) => name !== 'sign' && name !== 'sign_type')
        .map((name) => `${name}=${fields[name]}`).join('&');
}

// SHA256withRSA（PKCS#1 v1.5），Base64。
function sign(fields) {
    const key = fs.readFileSync(setting('PRIVATE_KEY_FILE'));
    return crypto.sign('sha256', Buffer.from(content(fields)), key).toString('base64');
}

// 平台的回答与通知：验签，时间相差不超过 300 秒。Signed by the platform within these five minutes.
function isPlatforms(fields) {
    const key = fs.readFileSync(setting('PLATFORM_KEY_FILE'));
    const signature = Buffer.from(fields.sign ?? '', 'base64');
    return crypto.verify('sha256', Buffer.from(content(fields)), key, signature)
        && Math.abs(Date.now() / 1000 - Number(fields.timestamp)) <= 300;
}

// 通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded.
function isGenuine(query) {
    const notice = Object.fromEntries(new URLSearchParams(query));
    return isPlatforms(notice) && notice.pid === setting('PID') && notice.trade_status === 'TRADE_SUCCESS';
}

function order(number, money, name) {
    return {
        out_trade_no: number, money, name,
        notify_url: setting('NOTIFY_URL'), return_url: setting('RETURN_URL'),
    };
}

function signed(order) {
    const fields = { ...order, pid: setting('PID'), timestamp: String(Math.floor(Date.now() / 1000)) };
    return { ...fields, sign: sign(fields), sign_type: 'RSA' };
}

const address = (path) => setting('URL').replace(/\/+$/, '') + path;

// 超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands.
async function post(path, fields) {
    const response = await fetch(address(path), {
        method: 'POST', body: new URLSearchParams(signed(fields)), signal: AbortSignal.timeout(10000),
    });
    const answer = await response.json();
    if (answer.code !== 0) throw new Error('refused: ' + answer.msg);
    if (!isPlatforms(answer)) throw new Error('an answer that the platform did not sign');
    return answer;
}

function receive(request, response) {
    // 先核对订单号与金额，再发货，且只发一次。Compare number and money with your order, deliver once only.
    const query = request.url.split('?').slice(1).join('?');
    console.log('notify ' + query);
    response.end(isGenuine(query) ? 'success' : 'fail');
}

async function main(act, ...rest) {
    switch (act) {
        case 'create': {
            const fields = { ...order(...rest), method: 'web', clientip: '127.0.0.1' };
            return (await post('/api/pay/create', fields)).pay_info;
        }
        case 'submit': return address('/api/pay/submit?') + new URLSearchParams(signed(order(...rest)));
        case 'query': return JSON.stringify(await post('/api/pay/query', { out_trade_no: rest[0] }));
        case 'refund': {
            // 同一退款单号重复提交只退一次。The same number again moves no more money.
            const fields = { out_trade_no: rest[0], money: rest[1], out_refund_no: rest[2] };
            return JSON.stringify(await post('/api/pay/refund', fields));
        }
        case 'verify':
            process.exitCode = isGenuine(rest[0]) ? 0 : 1;
            return isGenuine(rest[0]) ? 'success' : 'fail';
        case 'serve': http.createServer(receive).listen(Number(rest[0]), '127.0.0.1'); return 'ready';
        default: throw new Error('create | submit | query | refund | verify | serve');
    }
}

main(...process.argv.slice(2)).then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
});
