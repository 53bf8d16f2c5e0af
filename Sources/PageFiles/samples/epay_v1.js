#!/usr/bin/env node
// 易支付 V1（MD5）对接示例：Node.js 18 以上，只用自带模块。
// A shop that docks by epay V1 (MD5): Node.js from 18 on and its own modules.
//
// 设置（环境变量）/ settings, from the environment:
//   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number    KADOCK_KEY  密钥 key
//   NODE_EXTRA_CA_CERTS  私有 CA 文件（可选）a private CA's file, if there is one
//   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
//
// node epay_v1.js create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
// node epay_v1.js submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
// node epay_v1.js query ORDER               查询订单 how an order stands
// node epay_v1.js refund ORDER MONEY        退款 give money back
// node epay_v1.js verify QUERY              验证通知 is this notify genuine?
// node epay_v1.js serve PORT                接收通知 receive notifies
'use strict';
const crypto = require('node:crypto');
const http = require('node:http');

const setting = (name) => process.env['KADOCK_' + name] ?? '';

// 待签名字符串：去掉空值、sign、sign_type，按参数名排序。What is signed: sorted, without what is empty.
function content(fields) {
    return Object.keys(fields).sort()
        .filter((name) => fields[name] !== '' && name !== 'sign' && name !== 'sign_type')
        .map((name) => `${name}=${fields[name]}`).join('&');
}

// 密钥直接接在后面，小写十六进制。The key right behind, lower-case hexadecimal.
function sign(fields) {
    return crypto.createHash('md5').update(content(fields) + setting('KEY'), 'utf8').digest('hex');
}

// 通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded.
function isGenuine(query) {
    const notice = Object.fromEntries(new URLSearchParams(query));
    const [ours, theirs] = [Buffer.from(sign(notice)), Buffer.from(notice.sign ?? '')];
    return ours.length === theirs.length && crypto.timingSafeEqual(ours, theirs)
        && notice.pid === setting('PID') && notice.trade_status === 'TRADE_SUCCESS';
}

function order(number, money, name) {
    return {
        pid: setting('PID'), out_trade_no: number, money, name,
        notify_url: setting('NOTIFY_URL'), return_url: setting('RETURN_URL'),
    };
}

const signed = (fields) => ({ ...fields, sign: sign(fields), sign_type: 'MD5' });
const address = (path) => setting('URL').replace(/\/+$/, '') + path;

// 超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands.
async function post(path, fields) {
    const response = await fetch(address(path), {
        method: 'POST', body: new URLSearchParams(fields), signal: AbortSignal.timeout(10000),
    });
    const answer = await response.json();
    // 成功是 1；退款在有的平台是 0。Success is 1, of refunds 0 on some platforms.
    if (![0, 1].includes(answer.code)) throw new Error('refused: ' + answer.msg);
    return answer;
}

// 密钥放在表单里，不放在网址里。The key goes into the form, never into an address.
const proof = (number) => ({ pid: setting('PID'), key: setting('KEY'), out_trade_no: number });

function receive(request, response) {
    // 先核对订单号与金额，再发货，且只发一次。Compare number and money with your order, deliver once only.
    const query = request.url.split('?').slice(1).join('?');
    console.log('notify ' + query);
    response.end(isGenuine(query) ? 'success' : 'fail');
}

async function main(act, ...rest) {
    switch (act) {
        case 'create': return (await post('/mapi.php', signed({ ...order(...rest), clientip: '127.0.0.1' }))).payurl;
        case 'submit': return address('/submit.php?') + new URLSearchParams(signed(order(...rest)));
        case 'query': return JSON.stringify(await post('/api.php?act=order', proof(rest[0])));
        case 'refund': return JSON.stringify(await post('/api.php?act=refund', { ...proof(rest[0]), money: rest[1] }));
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
