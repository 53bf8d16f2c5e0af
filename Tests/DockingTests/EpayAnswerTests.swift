import Deductions
import JSON
import OpenSSL
import Testing
import Values

@testable import Docking

struct EpayAnswerTests {
    private let number = Identifier(1_234_567_890_123_456_789)

    private var order: EpayOrder {
        EpayOrder(
            pid: 1001, tradeNo: number, outTradeNo: "A-1", channelTradeNo: nil, type: nil, name: "VIP会员\"", amount: 100,
            refunded: 0, param: "a/b", clientIP: "192.0.2.7", status: .unpaid,
            createdAt: Timestamp(microseconds: 1_700_000_000_999_999), paidAt: nil,
            payURL: "https://pay.example/c/1")
    }

    private let orderText =
        #""trade_no":"1234567890123456789","out_trade_no":"A-1","api_trade_no":null,"bill_trade_no":null,"type":null,"#
        + #""pid":1001,"addtime":"2023-11-15 06:13:20","endtime":null,"name":"VIP会员\"","money":"1.00","param":"a/b","#
        + #""buyer":null,"status":0,"payurl":"https://pay.example/c/1"}"#

    private func text(_ response: Response) -> String {
        #expect(response.status == 200)
        return String(decoding: response.body, as: UTF8.self)
    }

    @Test("Refusals are told with code and words")
    func refusals() {
        #expect(text(EpayAnswer.refused(.unknownAct)) == #"{"code":-5,"msg":"No Act!"}"#)
        #expect(text(EpayAnswer.refused(.nothingSent)) == #"{"code":-4,"msg":"未传入任何参数"}"#)
    }

    @Test("A new order is told by its number and the address of the cashier")
    func created() {
        #expect(
            text(EpayAnswer.created(number, payURL: "https://pay.example/c/1").response(code: 1))
                == #"{"code":1,"trade_no":"1234567890123456789","payurl":"https://pay.example/c/1"}"#)
    }

    @Test("Orders")
    func orders() {
        #expect(text(EpayAnswer(fields: order.fields).response(code: 1)) == #"{"code":1,"# + orderText)
        let page = EpayAnswer(fields: [("count", .integer(2))], rows: [order.fields, order.fields])
        #expect(
            text(page.response(code: 1))
                == #"{"code":1,"count":2,"data":[{"# + orderText + ",{" + orderText + "]}")
        #expect(text(EpayAnswer(fields: [], rows: []).response(code: 1)) == #"{"code":1,"data":[]}"#)
    }

    @Test("V2 leaves out what is not there, signs the code and the time, and not the rows")
    func signed() throws {
        let key = try PrivateKey.generateRSA()
        let answer = EpayAnswer(fields: order.fieldsV2, rows: [order.fieldsV2])
        let response = answer.response(
            signedBy: EpayPlatformSigner(key), at: Timestamp(microseconds: 1_700_000_000_500_000))
        let json = try JSONReader.parse(response.body)
        #expect(json["code"] == .integer(0) && json["timestamp"] == .string("1700000000"))
        #expect(json["sign_type"] == .string("RSA") && json["type"] == nil && json["endtime"] == nil)
        #expect(json["clientip"] == .string("192.0.2.7") && json["payurl"] == nil && json["refundmoney"] == nil)
        let signed =
            "addtime=2023-11-15 06:13:20&clientip=192.0.2.7&code=0&money=1.00&name=VIP会员\"&out_trade_no=A-1"
            + "&param=a/b&pid=1001&status=0&timestamp=1700000000&trade_no=1234567890123456789"
        let signature = try #require(json["sign"]?.text.flatMap(Base64.decode))
        #expect(key.publicKey.verifies(signature, Array(signed.utf8)))
    }

    @Test("A merchant's account, its key only if it was sent", arguments: [nil, "k"])
    func account(key: String?) {
        let account = EpayAccount(
            pid: 1001, key: key, name: "小店", balance: -5, orders: 3, ordersToday: 2, ordersYesterday: 1)
        #expect(
            text(account.answer.response(code: 1))
                == #"{"code":1,"pid":1001,"# + (key == nil ? "" : #""key":"k","#)
                + #""active":1,"money":"-0.05","type":null,"account":null,"username":"小店","orders":3,"orders_today":2,"#
                + #""order_today":2,"orders_lastday":1,"order_lastday":1}"#)
        #expect(
            text(account.info(takenToday: 1050, takenYesterday: 0).response(code: 0))
                == #"{"code":0,"pid":1001,"status":1,"pay_status":1,"settle_status":1,"money":"-0.05","#
                + #""settle_name":"小店","order_num":3,"order_num_today":2,"order_num_lastday":1,"#
                + #""order_money_today":"10.50","order_money_lastday":"0.00"}"#)
    }

    @Test("Refunds, with the success code that the merchant expects")
    func refund() {
        func told(_ isNumbered: Bool) -> EpayRefund {
            EpayRefund(
                refund: Refund(
                    id: Identifier(7), payment: number, merchant: Identifier(1), outRefundNo: "R-00001",
                    money: Money(50, .cny), state: .succeeded, reason: nil, createdAt: Timestamp(microseconds: 0)),
                pid: 1001, outTradeNo: "A-1", isNumbered: isNumbered)
        }
        let shared =
            #""trade_no":"1234567890123456789","out_trade_no":"A-1","uid":1001,"money":"0.50","reducemoney":"0.50","#
        #expect(
            text(told(false).answer(isRepeat: false).response(code: 1))
                == #"{"code":1,"refund_no":"0000000000000000007","out_refund_no":null,"# + shared
                + #""msg":"退款成功！退款金额¥0.50"}"#)
        #expect(
            text(told(true).answer(isRepeat: true).response(code: 0))
                == #"{"code":0,"refund_no":"0000000000000000007","out_refund_no":"R-00001","# + shared
                + #""msg":"已存在相同退款单号！"}"#)
        #expect(
            text(told(true).standing.response(code: 0))
                == #"{"code":0,"refund_no":"0000000000000000007","out_refund_no":"R-00001","# + shared
                + #""status":1,"addtime":"1970-01-01 08:00:00","endtime":"1970-01-01 08:00:00","msg":"succ"}"#)
    }

    @Test("The log says which refusal it was, and nothing that the shop wrote")
    func causes() {
        let written = [
            EpayRefusal.unreadable(.ambiguous("\u{1B}[2J")), .unreadable(.notText("\u{1B}[2J")),
            .alreadyPaid(outTradeNo: "\u{1B}[2J"), .otherTerms(outTradeNo: "\u{1B}[2J"),
        ]
        #expect(written.allSatisfy { $0.message.contains("\u{1B}[2J") && !$0.cause.contains("\u{1B}") })
        #expect(Set((written + [.unknownOrder, .refusedAmount]).map(\.cause)).count == 6)
    }

    @Test(
        "Where an order stands",
        arguments: [
            (PaymentState.pending, 0, 0, 0), (.queued, 0, 0, 0), (.challenged, 0, 0, 0), (.declined, 0, 0, 0),
            (.voided, 0, 0, 0), (.expired, 0, 0, 0), (.held, 0, 0, 4), (.held, 50, 0, 4), (.captured, 100, 0, 1),
            (.captured, 100, 99, 1), (.captured, 100, 100, 2),
        ] as [(PaymentState, Int64, Int64, Int)])
    func status(state: PaymentState, captured: Int64, refunded: Int64, code: Int) {
        var payment = Payment.sample(id: 7)
        payment.standing.state = state
        payment.standing.captured = captured
        payment.standing.refunded = refunded
        #expect(EpayStatus(payment).rawValue == code)
    }

    @Test(
        "Times are those of China",
        arguments: [(0, "1970-01-01 08:00:00"), (1_704_038_399_999_999, "2023-12-31 23:59:59")] as [(Int64, String)])
    func times(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).chinaText == text)
    }
}
