<?php
// 易支付 V2（RSA）对接示例：PHP 8，不需要任何扩展包。
// A shop that docks by epay V2 (RSA): PHP 8 alone.
//
// 设置（环境变量）/ settings, from the environment:
//   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number
//   KADOCK_PRIVATE_KEY_FILE    商户私钥（PEM）your private key
//   KADOCK_PLATFORM_KEY_FILE   平台公钥（PEM）the platform's public key
//   KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
//   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
//
// php epay_v2.php create ORDER MONEY NAME   下单，打印付款地址 make an order, print where to pay
// php epay_v2.php submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
// php epay_v2.php query ORDER               查询订单 how an order stands
// php epay_v2.php refund ORDER MONEY NUMBER 退款 give money back, under a number of yours
// php epay_v2.php verify QUERY              验证通知 is this notify genuine?
// 作为网页运行时接收通知 / as a page it receives notifies: php -S 127.0.0.1:8000 epay_v2.php

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

/** SHA256withRSA（PKCS#1 v1.5），Base64。 */
function sign(array $fields): string
{
    openssl_sign(
        content($fields), $signature, file_get_contents(getenv('KADOCK_PRIVATE_KEY_FILE')), OPENSSL_ALGO_SHA256
    );
    return base64_encode($signature);
}

/** 平台的回答与通知：验签，时间相差不超过 300 秒。Signed by the platform within these five minutes. */
function isPlatforms(array $fields): bool
{
    $key = file_get_contents(getenv('KADOCK_PLATFORM_KEY_FILE'));
    $signature = (string) base64_decode((string) ($fields['sign'] ?? ''), true);
    return openssl_verify(content($fields), $signature, $key, OPENSSL_ALGO_SHA256) === 1
        && abs(time() - (int) ($fields['timestamp'] ?? 0)) <= 300;
}

/** 通知是否为平台所签、且是本商户的成功付款。Signed by the platform, for us, about a payment that succeeded. */
function isGenuine(array $notice): bool
{
    return isPlatforms($notice)
        && ($notice['pid'] ?? '') === getenv('KADOCK_PID')
        && ($notice['trade_status'] ?? '') === 'TRADE_SUCCESS';
}

function order(array $arguments): array
{
    [$number, $money, $name] = $arguments;
    return [
        'out_trade_no' => $number, 'money' => $money, 'name' => $name,
        'notify_url' => getenv('KADOCK_NOTIFY_URL'), 'return_url' => getenv('KADOCK_RETURN_URL'),
    ];
}

function signed(array $fields): array
{
    $fields += ['pid' => getenv('KADOCK_PID'), 'timestamp' => (string) time()];
    return $fields + ['sign' => sign($fields), 'sign_type' => 'RSA'];
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
            'content' => http_build_query(signed($fields)), 'timeout' => 10, 'ignore_errors' => true,
        ],
        'ssl' => getenv('KADOCK_CA') ? ['cafile' => getenv('KADOCK_CA')] : [],
    ]);
    $answer = json_decode((string) file_get_contents(address($path), false, $context), true);
    if (!is_array($answer)) {
        fwrite(STDERR, "no answer\n");
        exit(2);
    }
    if (($answer['code'] ?? null) !== 0) {
        fwrite(STDERR, 'refused: ' . ($answer['msg'] ?? '') . "\n");
        exit(1);
    }
    if (!isPlatforms($answer)) {
        fwrite(STDERR, "an answer that the platform did not sign\n");
        exit(1);
    }
    return $answer;
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
        $fields = order($arguments) + ['method' => 'web', 'clientip' => '127.0.0.1'];
        echo post('/api/pay/create', $fields)['pay_info'], "\n";
        break;
    case 'submit':
        echo address('/api/pay/submit?'), http_build_query(signed(order($arguments))), "\n";
        break;
    case 'query':
        $fields = ['out_trade_no' => $arguments[0]];
        echo json_encode(post('/api/pay/query', $fields), JSON_UNESCAPED_UNICODE), "\n";
        break;
    case 'refund':
        // 同一退款单号重复提交只退一次。The same number again moves no more money.
        $fields = ['out_trade_no' => $arguments[0], 'money' => $arguments[1], 'out_refund_no' => $arguments[2]];
        echo json_encode(post('/api/pay/refund', $fields), JSON_UNESCAPED_UNICODE), "\n";
        break;
    case 'verify':
        parse_str($arguments[0], $notice);
        echo isGenuine($notice) ? "success\n" : "fail\n";
        exit(isGenuine($notice) ? 0 : 1);
    default:
        fwrite(STDERR, "create | submit | query | refund | verify\n");
        exit(64);
}
