/// What pages are made of: templates, words, the files that browsers fetch by themselves, and programs to read.
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
        File(name: "docking", content: PackageResources.docking_mustache),
        File(name: "docking-guide", content: PackageResources.docking_guide_mustache),
        File(name: "self-test", content: PackageResources.self_test_mustache),
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

    /// Programs of a shop that docks, one a language for each version of the epay protocol, for everybody to copy.
    package static let samples: [File] = [
        File(name: "epay_v1.php", content: PackageResources.epay_v1_php),
        File(name: "epay_v1.py", content: PackageResources.epay_v1_py),
        File(name: "epay_v1.js", content: PackageResources.epay_v1_js),
        File(name: "epay_v1.sh", content: PackageResources.epay_v1_sh),
        File(name: "epay_v2.php", content: PackageResources.epay_v2_php),
        File(name: "epay_v2.py", content: PackageResources.epay_v2_py),
        File(name: "epay_v2.js", content: PackageResources.epay_v2_js),
        File(name: "epay_v2.sh", content: PackageResources.epay_v2_sh),
    ]
}
