<?php
// 易支付 V1（MD5）对接示例：PHP 8，不需要任何扩展包。
// A shop that docks by epay V1 (MD5): PHP 8 alone.
//
// 设置（环境变量）/ settings, from the environment:
//   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number    KADOCK_KEY  密钥 key
//   KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
//   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
//
// php epay_v1.php create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
// php epay_v1.php submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
// php epay_v1.php query ORDER               查询订单 how an order stands
// php epay_v1.php refund ORDER MONEY        退款 give money back
// php epay_v1.php verify QUERY              验证通知 is this notify genuine?
// 作为网页运行时接收通知 / as a page it receives notifies: php -S 127.0.0.1:8000 epay_v1.php

/** 待签名字符串：去掉空值、sign、sign_type，按参数名排序。What is signed: sorted, without what is empty. */
function content(array $fields): string
{
    unset($fields['sign'], $fields['sign_type']);
    $fields = array_filter($fields, fn ($value) => !is_array($value) && (string) $value !== '');
    ksort($fields, SORT_STRING);
    $pairs = [];
    foreach ($fields as $name => $value) {
        $pairs[] = "$name=$value";
    }
    return implode('&', $pairs);
}

/** 密钥直接接在后面，小写十六进制。The key right behind, lower-case hexadecimal. */
function sign(array $fields): string
{
    return md5(content($fields) . getenv('KADOCK_KEY'));
}

/** 通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded. */
function isGenuine(array $notice): bool
{
    return hash_equals(sign($notice), (string) ($notice['sign'] ?? ''))
        && ($notice['pid'] ?? '') === getenv('KADOCK_PID')
        && ($notice['trade_status'] ?? '') === 'TRADE_SUCCESS';
}

function order(array $arguments): array
{
    [$number, $money, $name] = $arguments;
    return [
        'pid' => getenv('KADOCK_PID'), 'out_trade_no' => $number, 'money' => $money, 'name' => $name,
        'notify_url' => getenv('KADOCK_NOTIFY_URL'), 'return_url' => getenv('KADOCK_RETURN_URL'),
    ];
}

function signed(array $fields): array
{
    return $fields + ['sign' => sign($fields), 'sign_type' => 'MD5'];
}

function address(string $path): string
{
    return rtrim(getenv('KADOCK_URL'), '/') . $path;
}

/** 超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands. */
function post(string $path, array $fields): array
{
    $context = stream_context_create([
        'http' => [
            'method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded',
            'content' => http_build_query($fields), 'timeout' => 10, 'ignore_errors' => true,
        ],
        'ssl' => getenv('KADOCK_CA') ? ['cafile' => getenv('KADOCK_CA')] : [],
    ]);
    $answer = json_decode((string) file_get_contents(address($path), false, $context), true);
    if (!is_array($answer)) {
        fwrite(STDERR, "no answer\n");
        exit(2);
    }
    // 成功是 1；退款在有的平台是 0。Success is 1, of refunds 0 on some platforms.
    if (!in_array($answer['code'] ?? null, [0, 1], true)) {
        fwrite(STDERR, 'refused: ' . ($answer['msg'] ?? '') . "\n");
        exit(1);
    }
    return $answer;
}

/** 密钥放在表单里，不放在网址里。The key goes into the form, never into an address. */
function proof(string $number): array
{
    return ['pid' => getenv('KADOCK_PID'), 'key' => getenv('KADOCK_KEY'), 'out_trade_no' => $number];
}

if (PHP_SAPI !== 'cli') {
    // 先核对订单号与金额，再发货，且只发一次。Compare number and money with your order, deliver once only.
    error_log('notify ' . ($_SERVER['QUERY_STRING'] ?? ''));
    echo isGenuine($_GET) ? 'success' : 'fail';
    exit;
}

$arguments = array_slice($argv, 2);
switch ($argv[1] ?? '') {
    case 'create':
        echo post('/mapi.php', signed(order($arguments) + ['clientip' => '127.0.0.1']))['payurl'], "\n";
        break;
    case 'submit':
        echo address('/submit.php?'), http_build_query(signed(order($arguments))), "\n";
        break;
    case 'query':
        echo json_encode(post('/api.php?act=order', proof($arguments[0])), JSON_UNESCAPED_UNICODE), "\n";
        break;
    case 'refund':
        $fields = proof($arguments[0]) + ['money' => $arguments[1]];
        echo json_encode(post('/api.php?act=refund', $fields), JSON_UNESCAPED_UNICODE), "\n";
        break;
    case 'verify':
        parse_str($arguments[0], $notice);
        echo isGenuine($notice) ? "success\n" : "fail\n";
        exit(isGenuine($notice) ? 0 : 1);
    default:
        fwrite(STDERR, "create | submit | query | refund | verify\n");
        exit(64);
}
