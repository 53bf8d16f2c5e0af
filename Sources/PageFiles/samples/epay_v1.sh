#!/usr/bin/env bash
# 易支付 V1（MD5）对接示例：bash、curl、md5sum。
# A shop that docks by epay V1 (MD5): bash, curl and md5sum.
#
# 设置（环境变量）/ settings, from the environment:
#   KADOCK_URL  接口地址 base URL      KADOCK_PID  商户号 merchant number    KADOCK_KEY  密钥 key
#   KADOCK_CA   私有 CA 文件（可选）a private CA's file, if there is one
#   KADOCK_NOTIFY_URL  KADOCK_RETURN_URL  通知地址与跳转地址 where we tell you, where the payer goes back to
#
# epay_v1.sh create ORDER MONEY NAME   下单，打印回答 make an order, print the answer
# epay_v1.sh submit ORDER MONEY NAME   打印跳转链接 print a link for the payer's browser
# epay_v1.sh query ORDER               查询订单 how an order stands
# epay_v1.sh refund ORDER MONEY        退款 give money back
# epay_v1.sh verify QUERY              验证通知 is this notify genuine?
set -euo pipefail

# 待签名字符串：参数为 name=value，去掉空值、sign、sign_type，按参数名排序。
# What is signed: arguments are name=value; sorted, without what is empty.
content() {
    for pair in "$@"; do
        case ${pair%%=*} in sign | sign_type) continue ;; esac
        if [ -n "${pair#*=}" ]; then printf '%s\n' "$pair"; fi
    done | LC_ALL=C sort -t = -k 1,1 | paste -s -d '&' | tr -d '\n'
}

# 密钥直接接在后面，小写十六进制。The key right behind, lower-case hexadecimal.
sign() { { content "$@" && printf %s "$KADOCK_KEY"; } | md5sum | cut -d ' ' -f 1; }

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
# code 为 1 是成功；退款在有的平台是 0。Success is code 1, of refunds 0 on some platforms.
post() {
    local path=$1 form=()
    shift
    for pair in "$@"; do form+=(--data-urlencode "$pair"); done
    curl --silent --show-error --max-time 10 ${KADOCK_CA:+--cacert "$KADOCK_CA"} "${form[@]}" "${KADOCK_URL%/}$path"
    echo
}

order() {
    fields=("pid=$KADOCK_PID" "out_trade_no=$1" "money=$2" "name=$3" "notify_url=$KADOCK_NOTIFY_URL"
        "return_url=${KADOCK_RETURN_URL:-}")
}

# 密钥放在表单里，不放在网址里。The key goes into the form, never into an address.
proof() { fields=("pid=$KADOCK_PID" "key=$KADOCK_KEY" "out_trade_no=$1"); }

case ${1:-} in
    create)
        order "$2" "$3" "$4"
        fields+=("clientip=127.0.0.1")
        post /mapi.php "${fields[@]}" "sign=$(sign "${fields[@]}")" sign_type=MD5
        ;;
    submit)
        order "$2" "$3" "$4"
        link=
        for pair in "${fields[@]}" "sign=$(sign "${fields[@]}")" sign_type=MD5; do
            link+="&${pair%%=*}=$(encode "${pair#*=}")"
        done
        echo "${KADOCK_URL%/}/submit.php?${link#&}"
        ;;
    query)
        proof "$2"
        post '/api.php?act=order' "${fields[@]}"
        ;;
    refund)
        proof "$2"
        post '/api.php?act=refund' "${fields[@]}" "money=$3"
        ;;
    verify)
        # 签名、商户号、状态都要对。Signature, merchant number and state have to be right.
        IFS='&' read -r -a pairs <<<"$2"
        fields=()
        given=
        for pair in "${pairs[@]}"; do
            field="${pair%%=*}=$(decode "${pair#*=}")"
            fields+=("$field")
            case $field in sign=*) given=${field#sign=} ;; esac
        done
        list=$(printf '%s\n' "${fields[@]}")
        if [ "$given" = "$(sign "${fields[@]}")" ] && grep -qx "pid=$KADOCK_PID" <<<"$list" &&
            grep -qx 'trade_status=TRADE_SUCCESS' <<<"$list"; then
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
