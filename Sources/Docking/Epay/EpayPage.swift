/// What a payer's browser shows when an order cannot be paid. Without style and script: nothing of either would be
/// let through, and it is not in the way of shops that show it in a frame of theirs.
enum EpayPage {
    static func response(_ refusal: EpayRefusal) -> Response {
        let html = """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>无法支付</title></head>
            <body><h1>无法支付</h1><p>\(escaped(refusal.pageMessage))</p></body>
            </html>

            """
        return Response(
            status: 200, headers: [("content-type", "text/html; charset=utf-8")], body: Array(html.utf8))
    }

    /// Text as it may stand anywhere in a page.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
