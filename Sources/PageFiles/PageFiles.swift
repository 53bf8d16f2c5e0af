/// What the pages for payers are made of: templates, words, and the files that browsers fetch by themselves.
package enum PageFiles {
    /// A file with its whole content.
    package struct File: Sendable {
        package let name: String
        package let content: [UInt8]
    }

    /// Mustache templates; the name is what others include them by.
    package static let templates: [File] = [
        File(name: "layout", content: PackageResources.layout_mustache),
        File(name: "bill", content: PackageResources.bill_mustache),
        File(name: "sign-in", content: PackageResources.sign_in_mustache),
        File(name: "cashier", content: PackageResources.cashier_mustache),
        File(name: "paid", content: PackageResources.paid_mustache),
        File(name: "set-aside", content: PackageResources.set_aside_mustache),
        File(name: "sandbox", content: PackageResources.sandbox_mustache),
        File(name: "api", content: PackageResources.api_mustache),
        File(name: "prose", content: PackageResources.prose_mustache),
        File(name: "type", content: PackageResources.type_mustache),
        File(name: "account", content: PackageResources.account_mustache),
        File(name: "notice", content: PackageResources.notice_mustache),
    ]

    /// The words of the pages, a JSON object of texts for each language.
    package static let chinese: [UInt8] = PackageResources.zh_json
    package static let english: [UInt8] = PackageResources.en_json

    /// What nginx serves below `/static/`.
    package static let statics: [File] = [
        File(name: "kadock.css", content: PackageResources.kadock_css),
        File(name: "api.css", content: PackageResources.api_css),
        File(name: "kadock.js", content: PackageResources.kadock_js),
        File(name: "kadock.svg", content: PackageResources.kadock_svg),
        File(name: "away.html", content: PackageResources.away_html),
        File(name: "busy.html", content: PackageResources.busy_html),
    ]
}
