/// Every refusal that an epay shop can meet, with the code and the words that servers of the epay protocol use.
///
/// Shops look for the success code only; the words end up in front of their owners.
enum EpayRefusal: Error, Equatable {
    /// A parameter that somebody forgot or misspelt.
    enum Field: String, CaseIterable {
        case pid
        case outTradeNo = "out_trade_no"
        case notifyURL = "notify_url"
        case returnURL = "return_url"
        case name, money, type, param
        case clientIP = "clientip"
        case outRefundNo = "out_refund_no"
    }

    // MARK: The request as such

    /// No `pid` in query or form, which servers of the protocol take for no parameters at all.
    case nothingSent
    /// Parameters that two readers would read differently.
    case unreadable(EpayParameters.Failure)
    /// A parameter that has to be there is absent or empty.
    case missing(Field)
    /// A parameter that is there and cannot be right.
    case malformed(Field)

    /// An address at a host that the merchant has not agreed on with us.
    case otherHost(Field)

    // MARK: Who asks

    /// No merchant has this `pid`.
    case unknownMerchant
    /// The plain `key` of a query is not the merchant's.
    case wrongKey
    /// The merchant did not sign this.
    case wrongSignature
    /// Likewise, of a signature that had to be RSA.
    case wrongRSASignature
    /// A `sign_type` that is not the one of this protocol.
    case unknownSignatureType
    /// The merchant has agreed with us that only RSA counts.
    case takesRSAOnly
    /// A server that is in none of the merchant's networks.
    case otherNetwork
    /// The `timestamp` of V2 is absent, or more than five minutes from now.
    case wrongTime
    /// V2 without a key of the platform's that answers could be signed with.
    case withoutPlatformKey
    /// The merchant may not trade.
    case suspendedMerchant

    // MARK: Orders

    /// The order is paid and must not be paid again.
    case alreadyPaid(outTradeNo: String)
    /// The number was used for an order with other terms.
    case otherTerms(outTradeNo: String)
    /// The amount, in fen, is the most that the merchant lets be paid at once.
    case aboveCap(Int64)
    /// The merchant has no such order.
    case unknownOrder
    /// A query or a refund that does not say of which order.
    case noOrderNamed
    /// More than there is to refund or to capture, or an order that does not allow it.
    case refusedAmount
    /// A refund's number that stands for another refund.
    case otherRefund
    /// The merchant has no such refund.
    case unknownRefund
    /// A question about a refund that does not say which.
    case noRefundNamed
    /// An order that is paid, or whose money is held, cannot be closed.
    case notClosable
    /// The order's money is not held.
    case notHeld
    /// The order's money was held until its time was over.
    case holdOver
    /// The merchant has less than it wants to give back.
    case merchantShort
    /// `act` is absent or none that we know.
    case unknownAct
    /// The merchant sends more than was agreed.
    case tooManyRequests
    /// What the call was judged by has changed, so that it is judged again; nothing has happened.
    case stale
    /// Not now; nothing has happened.
    case unavailable
    /// Nobody knows yet whether it happened: the same request again is told.
    case unresolved

    /// The `code` of the answer.
    var code: Int { told.code }

    /// The `msg` of the answer.
    var message: String { told.message }

    /// What is said instead where orders come in: servers have other words for the same there.
    var orderMessage: String { self == .unknownMerchant ? "商户不存在！" : message }

    /// What a payer's browser is shown of an order that cannot be paid.
    var pageMessage: String { self == .nothingSent ? "你还未配置支付接口商户！" : orderMessage }

    /// What the log says: `message`, without anything that the shop wrote.
    var cause: String {
        switch self {
        case .unreadable(.ambiguous): "a parameter twice, with two values"
        case .unreadable(.notText): "a parameter that is not UTF-8"
        case .alreadyPaid: "paid already"
        case .otherTerms: "other terms under the same number"
        default: message
        }
    }

    private var told: (code: Int, message: String) {
        switch self {
        case .nothingSent: (-4, "未传入任何参数")
        case .unreadable(.ambiguous(let name)): (-1, "参数(\(name))重复且取值不一致")
        case .unreadable(.notText(let name)): (-1, "参数(\(name))不是有效的UTF-8编码")
        case .missing(.pid): (-1, "商户ID不能为空")
        case .missing(let field): (-1, "\(field.label)(\(field.rawValue))不能为空")
        case .malformed(.money): (-1, "金额不合法")
        case .malformed(let field): (-1, "\(field.label)(\(field.rawValue))格式不正确")
        case .otherHost(let field): (-1, "\(field.label)(\(field.rawValue))的域名不在该商户允许的范围内")
        case .unknownMerchant: (-3, "商户ID不存在")
        case .wrongKey: (-3, "商户密钥错误")
        case .wrongSignature: (-3, "MD5签名校验失败")
        case .wrongRSASignature: (-3, "RSA签名校验失败")
        case .unknownSignatureType: (-3, "签名类型(sign_type)不支持")
        case .takesRSAOnly: (-3, "该商户只能使用RSA签名类型")
        case .otherNetwork: (-3, "当前服务器IP不在该商户的白名单中")
        case .wrongTime: (-1, "时间戳字段不正确，请检查服务器时间")
        case .withoutPlatformKey: (-2, "平台未配置RSA密钥")
        case .suspendedMerchant: (-1, "商户已被封禁，无法支付！")
        case .alreadyPaid(let number): (-1, "该订单(\(number))已完成支付，请勿重复发起支付")
        case .otherTerms(let number): (-1, "该订单(\(number))支付参数有变化，请更换订单号重新发起支付")
        case .aboveCap(let fen): (-1, "最大支付金额是\(EpayMoney.text(fen: fen))元")
        case .unknownOrder: (-1, "订单号不存在")
        case .noOrderNamed: (-4, "订单号不能为空")
        case .refusedAmount: (-1, "金额输入错误")
        case .otherRefund: (-1, "该退款单号已用于其他退款")
        case .unknownRefund: (-1, "退款记录不存在")
        case .noRefundNamed: (-4, "退款单号不能为空")
        case .notClosable: (-1, "该订单已支付或已冻结，无法关闭")
        case .notHeld: (-1, "该订单不是预授权冻结状态")
        case .holdOver: (-1, "该订单的预授权已过期")
        case .merchantShort: (-1, "商户余额不足，请先充值")
        case .unknownAct: (-5, "No Act!")
        case .tooManyRequests: (-2, "请求过于频繁，请稍后重试")
        case .stale, .unavailable: (-2, "系统繁忙，请稍后重试")
        case .unresolved: (-2, "处理结果尚不确定，请稍后重试")
        }
    }
}

extension EpayRefusal.Field {
    /// What shop owners call it.
    fileprivate var label: String {
        switch self {
        case .pid: "商户ID"
        case .outTradeNo: "订单号"
        case .notifyURL: "通知地址"
        case .returnURL: "回调地址"
        case .name: "商品名称"
        case .money: "金额"
        case .type: "支付方式"
        case .param: "业务扩展参数"
        case .clientIP: "用户IP地址"
        case .outRefundNo: "退款单号"
        }
    }
}
