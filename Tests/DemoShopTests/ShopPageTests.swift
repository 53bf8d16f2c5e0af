import Foundation
import Testing

@testable import DemoShop

/// What buyers see.
@Suite struct ShopPageTests {
    private let counter: ShopCounter

    init() throws { counter = try ShopCounter() }

    @Test func threeThingsAreForSale() throws {
        let page = counter.get("/demo", language: nil)
        #expect(page.status == 200 && page.header("content-language") == "zh-CN")
        for text in ["<html lang=\"zh-CN\">", "点卡", "会员月卡", "游戏礼包", "¥1.00", "¥19.90", "¥128.00"] {
            #expect(page.text.contains(text), "\(text)")
        }
        let forms = TourForm.all(in: page.text)
        #expect(forms.map { $0["goods"] } == ["card", "membership", "gift"])
        #expect(forms.allSatisfy { $0.action == "/demo/orders" })
        #expect(counter.get("/demo").text.contains("<html lang=\"en\">"))
    }

    @Test func theFormForTheCashierIsSigned() throws {
        let number = counter.order("gift")
        let page = counter.get("/demo/orders/\(number)/pay")
        let form = try #require(TourForm.all(in: page.text).first)
        #expect(form.action == "https://pay.example/submit.php")
        let fields = Dictionary(uniqueKeysWithValues: form.fields.map { ($0.name, $0.value) })
        #expect(ShopSignature.isGood(fields, key: ShopCounter.key) && fields["sign_type"] == "MD5")
        #expect(fields["out_trade_no"] == number && fields["money"] == "128.00" && fields["pid"] == "1001")
        #expect(fields["notify_url"] == "http://127.0.0.1:1/demo/notify")
        #expect(fields["return_url"] == "https://shop.example/demo/return")
        #expect(fields.values.allSatisfy { !$0.isEmpty })
        #expect(counter.shop.orders.find(number)?.sentAt != nil)
        let policy = try #require(page.header("content-security-policy"))
        #expect(policy.contains("form-action 'self' https://pay.example;") && !policy.contains("unsafe"))
    }

    @Test func theOrdersPageTellsHowItStands() throws {
        let number = counter.order()
        let waiting = counter.get("/demo/orders/\(number)").text
        #expect(waiting.contains("data-waiting") && waiting.contains("http-equiv=\"refresh\""))
        #expect(waiting.contains("data-look=\"waiting-") && !waiting.contains("id=\"notify\""))
        _ = counter.get("/demo/notify?\(counter.words(number))")
        let paid = counter.get("/demo/orders/\(number)").text
        let code = try #require(counter.shop.orders.find(number)?.cardCode)
        #expect(paid.contains(code) && paid.contains("id=\"notify\"") && paid.contains("1234567890123456789"))
        #expect(!paid.contains("data-waiting") && !paid.contains("http-equiv=\"refresh\""))
        // What is paid is not paid again.
        #expect(counter.get("/demo/orders/\(number)/pay").status == 303)
    }

    @Test func thereIsNothingElse() {
        let number = counter.order()
        for target in [
            "/", "/demo/", "/demo/x", "/demo/orders", "/demo/orders/\(number)/x", "/demo/orders/..%2f..%2fconf",
            "/demo/orders/../../conf/shop", "/demo/orders/\(number)/query", "/demonstration", "",
        ] {
            #expect(counter.get(target).status == 404, "\(target)")
        }
        #expect(counter.post("/demo/orders", "goods=gold").status == 404)
        #expect(counter.post("/demo").status == 404)
        // Nobody answers for the gateway here: the shop says so, and nothing changes.
        #expect(counter.post("/demo/orders/\(number)/query").status == 503)
        #expect(counter.post("/demo/orders/\(number)/refund").status == 303)
        #expect(counter.shop.orders.find(number)?.isPaid == false)
    }

    @Test func everyWordIsThereInBothLanguages() throws {
        let words = try [PackageResources.zh_json, PackageResources.en_json].map {
            try JSONDecoder().decode([String: String].self, from: Data($0))
        }
        #expect(words[0].keys.sorted() == words[1].keys.sorted())
        let templates = [
            PackageResources.layout_mustache, PackageResources.goods_mustache, PackageResources.checkout_mustache,
            PackageResources.order_mustache, PackageResources.notice_mustache,
        ].map { String(decoding: $0, as: UTF8.self) }
        for template in templates {
            for place in template.matches(of: /\{\{t\.([a-z_]+)\}\}/) {
                #expect(words[0][String(place.output.1)] != nil, "\(place.output.1)")
            }
            // The policy lets neither through.
            #expect(!template.contains(" style=") && !template.contains(" on"))
        }
    }

    @Test func answersAreWholeForNginx() {
        let bytes = String(decoding: counter.get("/demo/shop.css").gatewayBytes, as: UTF8.self)
        #expect(bytes.hasPrefix("status: 200\r\ncontent-type: text/css; charset=utf-8\r\ncontent-length: "))
        #expect(counter.get("/demo/shop.js").text.contains("'use strict'"))
    }
}
