#!/usr/bin/env bash
# 易支付 V2（RSA）对接示例：bash、curl、openssl。
# A shop that docks by epay V2 (RSA): bash, curl and openssl.
#
# 设置（环境变量）/ settings, from the environment:
#   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number
#   KADOCK_PRIVATE_KEY_FILE    商户私钥（PEM）your private key
#   KADOCK_PLATFORM_KEY_FILE   平台公钥（PEM）the platform's public key
#   KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
#   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
#
# epay_v2.sh create ORDER MONEY NAME   下单，打印回答 make an order, print the answer
# epay_v2.sh submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
# epay_v2.sh query ORDER               查询订单 how an order stands
# epay_v2.sh refund ORDER MONEY NUMBER 退款 give money back, under a number of yours
# epay_v2.sh verify QUERY              验证通知 is this notify genuine?
set -euo pipefail

# 待签名字符串：参数为 name=value，去掉空值、sign、sign_type，按参数名排序。
# What is signed: arguments are name=value; sorted, without what is empty.
content() {
    for pair in "$@"; do
        case ${pair%%=*} in sign | sign_type) continue ;; esac
        if [ -n "${pair#*=}" ]; then printf '%s\n' "$pair"; fi
    done | LC_ALL=C sort -t = -k 1,1 | paste -s -d '&' | tr -d '\n'
}

# SHA256withRSA（PKCS#1 v1.5），Base64。
sign() { content "$@" | openssl dgst -sha256 -sign "$KADOCK_PRIVATE_KEY_FILE" | openssl base64 -A; }

# 网址编码。As a value stands in an address.
encode() {
    local LC_ALL=C text=$1 index byte
    for ((index = 0; index < ${#text}; index++)); do
        byte=${text:index:1}
        case $byte in
            [a-zA-Z0-9._~-]) printf %s "$byte" ;;
            *) printf '%%%02X' $(($(printf %d "'$byte") & 255)) ;;
        esac
    done
}

decode() {
    local text=${1//+/ }
    text=${text//\\/\\\\}
    printf %b "${text//%/\\x}"
}

# 超时不等于失败：请再查询。No answer is not a refusal: ask again how the order stands.
# 回答也有平台签名，其他语言的示例会验签。Answers are signed too: the other samples look at that.
post() {
    local path=$1 form=()
    shift
    set -- "$@" "pid=$KADOCK_PID" "timestamp=$(date +%s)"
    for pair in "$@" "sign=$(sign "$@")" sign_type=RSA; do form+=(--data-urlencode "$pair"); done
    curl --silent --show-error --max-time 10 ${KADOCK_CA:+--cacert "$KADOCK_CA"} "${form[@]}" "${KADOCK_URL%/}$path"
    echo
}

order() {
    fields=("out_trade_no=$1" "money=$2" "name=$3" "notify_url=$KADOCK_NOTIFY_URL"
        "return_url=${KADOCK_RETURN_URL:-}")
}

case ${1:-} in
    create)
        order "$2" "$3" "$4"
        post /api/pay/create "${fields[@]}" method=web clientip=127.0.0.1
        ;;
    submit)
        order "$2" "$3" "$4"
        fields+=("pid=$KADOCK_PID" "timestamp=$(date +%s)")
        link=
        for pair in "${fields[@]}" "sign=$(sign "${fields[@]}")" sign_type=RSA; do
            link+="&${pair%%=*}=$(encode "${pair#*=}")"
        done
        echo "${KADOCK_URL%/}/api/pay/submit?${link#&}"
        ;;
    query)
        post /api/pay/query "out_trade_no=$2"
        ;;
    refund)
        # 同一退款单号重复提交只退一次。The same number again moves no more money.
        post /api/pay/refund "out_trade_no=$2" "money=$3" "out_refund_no=$4"
        ;;
    verify)
        # 签名、时间、商户号、状态都要对。Signature, time, merchant number and state have to be right.
        IFS='&' read -r -a pairs <<<"$2"
        fields=()
        given= stamp=0
        for pair in "${pairs[@]}"; do
            field="${pair%%=*}=$(decode "${pair#*=}")"
            fields+=("$field")
            case $field in sign=*) given=${field#sign=} ;; timestamp=*) stamp=${field#timestamp=} ;; esac
        done
        list=$(printf '%s\n' "${fields[@]}")
        if content "${fields[@]}" | openssl dgst -sha256 -verify "$KADOCK_PLATFORM_KEY_FILE" \
            -signature <(openssl base64 -d -A <<<"$given") >/dev/null 2>&1 &&
            [[ $stamp =~ ^[0-9]{10}$ ]] && (($(date +%s) - stamp <= 300 && stamp - $(date +%s) <= 300)) &&
            grep -qx "pid=$KADOCK_PID" <<<"$list" && grep -qx 'trade_status=TRADE_SUCCESS' <<<"$list"; then
            echo success
        else
            echo fail
            exit 1
        fi
        ;;
    *)
        echo 'create | submit | query | refund | verify' >&2
        exit 64
        ;;
esac
