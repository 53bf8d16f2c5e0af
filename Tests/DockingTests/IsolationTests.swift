import Deductions
import JSON
import Merchants
import Testing
import Values

@testable import Docking

/// A merchant at every door, with what belongs to another one: it is told what it would be told of something that
/// never existed, and nothing of the other's moves.
@Suite(.serialized) struct IsolationTests {
    /// A request, signed or not.
    enum Probe {
        /// Signed by RFC 9421, with a body for POST.
        case signed(String, String?)
        /// Of the epay protocol, proven by the plain key and by a signature.
        case epay(String, [(name: String, value: String)])
    }

    /// What is tried at a door.
    enum Walk {
        case probes((Belongings) -> [Probe])
        /// Nothing of anybody's can be named there, or it is for whoever knows the name: why.
        case none(String)
    }

    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        payer = try counter.payer(signer, money: 100)
    }

    /// By method and path.
    private var walks: [String: Walk] {
        func paths(_ verb: String, _ body: String?) -> Walk {
            .probes { theirs in
                (theirs.payments.map(\.text) + [theirs.payer, theirs.paid.decimal]).map {
                    .signed("/v1/payments/\($0)\(verb)", body)
                }
            }
        }
        let people = "whoever knows the payment's number may look at it and pay it"
        let open = "the same for everybody"
        return [
            "GET /v1/payments": .probes { theirs in
                theirs.outTradeNos.map { .signed("/v1/payments?out_trade_no=\($0)", nil) }
                    + theirs.payments.map { .signed("/v1/payments?cursor=\($0.text)", nil) }
                    + [.signed("/v1/payments", nil), .signed("/v1/payments?state=captured&limit=100", nil)]
            },
            "POST /v1/payments": .probes { theirs in
                [
                    .signed("/v1/payments", charge("N1", theirs.payer)),
                    .signed("/v1/payments", charge("N2", payer + "0")),
                ]
            },
            "POST /v1/payments/bulk": .probes { theirs in
                [.signed("/v1/payments/bulk", #"{"payments":[\#(charge("N3", theirs.payer))]}"#)]
            },
            "GET /v1/payments/{id}": paths("", nil),
            "POST /v1/payments/{id}/captures": paths("/captures", #"{"amount":1}"#),
            "POST /v1/payments/{id}/void": paths("/void", "{}"),
            "POST /v1/payments/{id}/increments": paths("/increments", #"{"amount":1}"#),
            "POST /v1/payments/{id}/extensions": paths("/extensions", #"{"hold_seconds":3600}"#),
            "POST /v1/payments/{id}/cancel": paths("/cancel", "{}"),
            "POST /v1/payments/{id}/promote": paths("/promote", "{}"),
            "POST /v1/payments/{id}/refunds": .probes { theirs in
                theirs.payments.map {
                    .signed(
                        "/v1/payments/\($0.text)/refunds", #"{"out_refund_no":"\#(theirs.outRefundNo)","amount":7}"#)
                }
            },
            "GET /v1/payers/{id}": .probes { theirs in
                ([theirs.payer] + theirs.payments.map(\.text)).map { .signed("/v1/payers/\($0)", nil) }
            },
            "POST /v1/payers/{id}/topups": .probes { theirs in
                ([theirs.payer] + theirs.payments.map(\.text)).map {
                    .signed("/v1/payers/\($0)/topups", #"{"amount":1,"currency":"CNY"}"#)
                }
            },
            "POST /v1/payers": .probes { theirs in
                [.signed("/v1/payers", #"{"login":"\#(theirs.login)","pin":"135790","currency":"XAU"}"#)]
            },
            "GET /v1/balance": .probes { _ in [.signed("/v1/balance", nil)] },
            "GET /v1/events": .probes { _ in [.signed("/v1/events?after=0&limit=1000", nil)] },
            "GET /v1/policy": .probes { _ in [.signed("/v1/policy", nil)] },
            "POST /v1/policy": .probes { _ in [.signed("/v1/policy", #"{"mode":"nothing"}"#)] },
            "POST /v1/policy/backtest": .probes { _ in
                [
                    .signed(
                        "/v1/policy/backtest",
                        #"{"policy":{"mode":"batch"},"from":"2020-01-01T00:00:00Z","until":"2100-01-01T00:00:00Z"}"#)
                ]
            },
            "GET /v1/merchant": .probes { _ in [.signed("/v1/merchant", nil)] },
            "GET /v1/merchant/keys": .probes { _ in [.signed("/v1/merchant/keys", nil)] },
            "POST /v1/merchant/keys": .probes { _ in [.signed("/v1/merchant/keys", #"{"algorithm":"nothing"}"#)] },
            "POST /v1/merchant/keys/{key_id}/end": .probes { theirs in
                [theirs.keyID, theirs.keyID.replacing("key-", with: "epay-")].map {
                    .signed("/v1/merchant/keys/\($0)/end", "{}")
                }
            },
            "GET /submit.php": orders("/submit.php"), "POST /submit.php": orders("/submit.php"),
            "GET /mapi.php": orders("/mapi.php"), "POST /mapi.php": orders("/mapi.php"),
            "GET /api.php": acts, "POST /api.php": acts,
            "GET /api/{area}/{door}": secondVersion, "POST /api/{area}/{door}": secondVersion,
            "GET /healthz": .none(open), "GET /readyz": .none(open), "GET /v1/keys": .none(open),
            "GET /v1/openapi.json": .none(open), "GET /v1/openapi": .none(open), "GET /docking": .none(open),
            "POST /docking": .none("knows nothing of merchants"), "GET /metrics": .none("for operators only"),
            "GET /pay/{id}": .none(people), "POST /pay/{id}": .none(people), "GET /pay/{id}/sandbox": .none(people),
            "POST /pay/{id}/sandbox": .none(people), "GET /account": .none("for payers, by their session"),
            "POST /account": .none("for payers, by their session"),
        ]
    }

    private func charge(_ number: String, _ payer: String) -> String {
        #"{"out_trade_no":"\#(number)","payer":"\#(payer)","amount":1,"currency":"CNY","subject":"s"}"#
    }

    /// An amount that no order may have: what a number would be answered with if it came to that.
    private func orders(_ path: String) -> Walk {
        .probes { theirs in
            theirs.outTradeNos.map { number in
                .epay(
                    path,
                    EpayShop.order([
                        (name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: number),
                        (name: "trade_no", value: theirs.paid.decimal), (name: "money", value: "0"),
                        (name: "clientip", value: "203.0.113.5"),
                    ]))
            }
        }
    }

    private var acts: Walk {
        .probes { theirs in
            let names =
                theirs.payments.map { [(name: "trade_no", value: $0.decimal)] }
                + theirs.outTradeNos.map { [(name: "out_trade_no", value: $0)] }
            return ["order", "refund", "capture", "void"].flatMap { act in
                names.map { .epay("/api.php", fields(act, $0 + [(name: "money", value: "0.07")])) }
            } + ["query", "orders", "settle"].map { .epay("/api.php", fields($0, [])) }
        }
    }

    /// The doors of V2, which take signatures of V1 too.
    private var secondVersion: Walk {
        .probes { theirs in
            let names =
                theirs.payments.map { [(name: "trade_no", value: $0.decimal)] }
                + theirs.outTradeNos.map { [(name: "out_trade_no", value: $0)] }
            let refunds = [
                [(name: "refund_no", value: theirs.refund.decimal)],
                [(name: "out_refund_no", value: theirs.outRefundNo)],
                [(name: "out_refund_no", value: theirs.outRefundNo), (name: "trade_no", value: theirs.paid.decimal)],
            ]
            let common = [
                (name: "pid", value: String(merchant.pid)),
                (name: "timestamp", value: String(WallClock.now().microseconds / 1_000_000)),
                (name: "sign_type", value: "MD5"),
            ]
            func probe(_ door: String, _ more: [(name: String, value: String)]) -> Probe {
                .epay("/api/\(door)", common + more)
            }
            return ["query", "refund", "close", "capture", "void"].flatMap { door in
                names.map { name in
                    probe(
                        "pay/\(door)",
                        name + [(name: "money", value: "0.07"), (name: "out_refund_no", value: theirs.outRefundNo)])
                }
            } + refunds.map { probe("pay/refundquery", $0) }
                + ["merchant/info", "merchant/orders"].map { probe($0, []) }
        }
    }

    private func fields(_ act: String, _ more: [(name: String, value: String)]) -> [(name: String, value: String)] {
        [(name: "act", value: act), (name: "pid", value: String(merchant.pid))] + more
    }

    /// Status and body of each answer to a probe.
    private func answers(_ probe: Probe, _ method: String) throws -> [String] {
        switch probe {
        case .signed(let target, let body):
            return [told(try counter.call(signer, method, target, body, key: body.map { _ in "k-\(counter.next())" }))]
        case .epay(let path, let fields):
            let shop = EpayShop(key: EpayShop.key(of: merchant))
            return [
                shop.signed(fields.filter { $0.name != "sign_type" }),
                EpayShop.encoded(fields + [(name: "key", value: shop.key)]),
            ].map { told(counter.epay(method, path, $0)) }
        }
    }

    private func told(_ response: Response) -> String {
        // What V2 adds to a good answer is another each second.
        let body = ["timestamp", "sign"].reduce(String(decoding: response.body, as: UTF8.self), without)
        return "\(response.status) \(response.header("location") ?? "") \(body)"
    }

    /// A JSON object without a member that is text.
    private func without(_ text: String, _ member: String) -> String {
        guard let start = text.firstRange(of: "\"\(member)\":\""),
            let end = text[start.upperBound...].firstIndex(of: "\"")
        else { return text }
        return String(text[..<start.lowerBound] + text[end...].dropFirst())
    }

    @Test("L1: every endpoint, every name of another merchant's: the answer is that to a name that never was")
    func walk() throws {
        let (other, foreign) = try counter.merchant()
        let theirs = try Belongings(other, foreign, at: counter)
        let absent = theirs.absent
        let before = try Belongings.picture(of: other, counter)
        var walks = walks
        for (pattern, endpoint) in counter.gateway.router.endpoints {
            let door = "\(endpoint.method) \(pattern.text)"
            guard let walk = walks.removeValue(forKey: door) else {
                Issue.record("nobody has tried \(door)")
                continue
            }
            guard case .probes(let probes) = walk else {
                #expect(endpoint.access != .merchants, "\(door)")
                continue
            }
            for (real, imagined) in zip(probes(theirs), probes(absent)) {
                let (found, wanted) = (try answers(real, endpoint.method), try answers(imagined, endpoint.method))
                #expect(found == wanted, "\(door) \(real)")
                for answer in found {
                    #expect(theirs.secrets.first { answer.contains($0) } == nil, "\(door) \(real)")
                }
            }
        }
        #expect(walks.isEmpty, "\(walks.keys.sorted())")
        #expect(try Belongings.picture(of: other, counter) == before)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("L1: what another merchant has and does changes no figure and no list of one's own")
    func figures() throws {
        func told() throws -> [String] {
            try walks.sorted { $0.key < $1.key }.flatMap { door, walk -> [String] in
                guard case .probes(let probes) = walk else { return [] }
                let method = String(door.prefix { $0 != " " })
                return try probes(mine).flatMap { probe in
                    guard isOfAll(probe) else { return [String]() }
                    return try answers(probe, method)
                }
            }
        }
        let mine = try Belongings(merchant, signer, at: counter)
        let before = try told()
        let (other, foreign) = try counter.merchant()
        let theirs = try Belongings(other, foreign, at: counter)
        let after = try told()
        #expect(before.count > 12 && after == before)
        #expect(theirs.secrets.allSatisfy { secret in !after.contains { $0.contains(secret) } })
    }

    /// Whether a probe asks for figures and lists, and names nothing.
    private func isOfAll(_ probe: Probe) -> Bool {
        switch probe {
        case .signed(let target, let body):
            return body == nil && !target.contains("out_trade_no=") && !target.contains("cursor=")
                && ["/v1/payments", "/v1/balance", "/v1/policy", "/v1/merchant"].contains { target.hasPrefix($0) }
                && (target.utf8.count { $0 == UInt8(ascii: "/") } == 2 || target == "/v1/merchant/keys")
                || target == "/v1/policy/backtest"
        case .epay(let path, let fields):
            let act = fields.first { $0.name == "act" }?.value ?? ""
            return path.hasPrefix("/api/merchant/") || ["query", "orders", "settle"].contains(act)
        }
    }

    @Test("L1: another merchant's key by name, and its number with one's own key, open no door")
    func keys() throws {
        let (other, foreign) = try counter.merchant()
        let theirs = try Belongings(other, foreign, at: counter)
        for (pattern, endpoint) in counter.gateway.router.endpoints where endpoint.access == .merchants {
            let target = pattern.text.replacing("{id}", with: theirs.paid.text).replacing(
                "{key_id}", with: theirs.keyID)
            let body = endpoint.method == "POST" ? "{}" : nil
            let answers = try [theirs.keyID, theirs.absent.keyID].map { keyID in
                told(try counter.call(RequestSigner(key: signer.key, keyID: keyID), endpoint.method, target, body))
            }
            #expect(answers[0] == answers[1] && answers[0].hasPrefix("401"), "\(endpoint.method) \(pattern.text)")
        }
        let shop = EpayShop(key: EpayShop.key(of: merchant))
        for act in ["order", "orders", "query", "refund"] {
            let fields = [
                (name: "act", value: act), (name: "pid", value: String(other.pid)),
                (name: "trade_no", value: theirs.paid.decimal), (name: "money", value: "0.07"),
            ]
            for form in [shop.signed(fields), EpayShop.encoded(fields + [(name: "key", value: shop.key)])] {
                #expect(counter.epay("POST", "/api.php", form).json?["code"] == .integer(-3), "\(act)")
            }
        }
    }

    @Test("L1: an order under another merchant's number is an order of one's own")
    func sameNumber() throws {
        let (other, foreign) = try counter.merchant()
        let theirs = try Belongings(other, foreign, at: counter)
        let before = try Belongings.picture(of: other, counter)
        let made = try counter.call(signer, "POST", "/v1/payments", charge(theirs.outTradeNos[0], payer))
        #expect(made.status == 201 && made.json?["id"]?.text != theirs.paid.text)
        let shop = EpayShop(key: EpayShop.key(of: merchant))
        let order = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: theirs.outTradeNos[3]),
            (name: "clientip", value: "203.0.113.5"),
        ])
        let taken = counter.epay("POST", "/mapi.php", shop.signed(order))
        #expect(taken.json?["code"] == .integer(1))
        #expect(taken.json?["trade_no"]?.text != theirs.order.decimal)
        let login = try counter.call(
            signer, "POST", "/v1/payers", #"{"login":"\#(theirs.login)","pin":"135790","currency":"CNY"}"#, key: "same")
        #expect(login.status == 201)
        #expect(try Belongings.picture(of: other, counter) == before)
    }
}
