import PageFiles

/// What the docking page shows: the guide and the samples always, and the result of a self-test.
struct DockingView: Sendable {
    let office: PageOffice
    let visit: PageVisit

    private static let samples: [[String: PageValue]] = PageFiles.samples.map { file in
        ["name": .text(file.name), "content": .text(String(decoding: file.content, as: UTF8.self))]
    }

    func page() -> Page {
        var values: [String: PageValue] = [
            "base_url": .text("\(office.address.scheme)://\(office.address.authority)/"),
            "samples": .list(Self.samples), "has_egress": .flag(!office.egress.isEmpty),
            "egress": .list(office.egress.map { ["address": .text($0)] }),
        ]
        if let platform = office.wayBack.epaySigner { values["platform_key"] = .text(platform.publicKeyLine) }
        guard visit.isPost else { return Page(200, "docking", values) }
        let request = SelfTestRequest(visit.form)
        let test = SelfTest(request, now: office.clock())
        values["result"] = .group(result(of: test, request))
        values["is_v2"] = .flag(request.version == .v2)
        // Neither the key nor what may hold it goes back over the wire.
        if test.verdict != .plainKey { values["sent"] = .text(visit.form["sent"]) }
        values["public_key"] = .text(request.publicKey)
        values["signature"] = .text(request.signature)
        return Page(200, "docking", values)
    }

    private func result(of test: SelfTest, _ request: SelfTestRequest) -> [String: PageValue] {
        var values: [String: PageValue] = [
            "verdict": .text(word(test.verdict.word)),
            "is_good": .flag([.right, .rightHere, .unchecked].contains(test.verdict)),
            "has_mistakes": .flag(!test.verdict.mistakes.isEmpty), "mistakes": words(test.verdict.mistakes),
            "has_parameters": .flag(!test.parameters.isEmpty && test.verdict != .tooMany),
            "parameters": .list(test.parameters.map(parameter)),
        ]
        if let age = test.age {
            let told = age.word
            values["time"] = .group([
                "word": .text(word(told.word, ["seconds": String(told.seconds)])), "is_good": .flag(age.isGood),
            ])
        }
        guard !test.text.isEmpty else { return values }
        let sorted = test.parameters.filter { $0.fate == .signed }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        var signing: [String: PageValue] = [
            "sorted": .list(
                sorted.map { ["pair": .text(VisibleText.of($0.name + [UInt8(ascii: "=")] + $0.value))] }),
            "text": .text(VisibleText.of(test.text)),
        ]
        if !request.text.isEmpty {
            var comparison: [String: PageValue] = [:]
            if let difference = test.difference {
                comparison["difference"] = .group(part(difference, test.textMistakes ?? []))
            }
            comparison["is_same"] = .flag(test.difference == nil)
            signing["comparison"] = .group(comparison)
        }
        values["signing"] = .group(signing)
        return values
    }

    private func parameter(_ parameter: ReceivedParameter) -> [String: PageValue] {
        [
            "name": .text(VisibleText.of(parameter.name)), "fate": .text(word(parameter.fate.word)),
            "value": .text(VisibleText.of(parameter.value)),
            "is_hidden": .flag(parameter.name.elementsEqual("key".utf8)),
        ]
    }

    private func part(_ difference: TextDifference, _ mistakes: [SigningMistake]) -> [String: PageValue] {
        var values: [String: PageValue] = [
            "place": .text(word(.dockFirstDifference, ["count": String(difference.offset)])),
            "before": .text(VisibleText.of(difference.before)), "ours": .text(VisibleText.of(difference.ours)),
            "ours_ends": .flag(difference.ours.isEmpty), "theirs_ends": .flag(difference.theirs.isEmpty),
            "has_text_mistakes": .flag(!mistakes.isEmpty), "text_mistakes": words(mistakes),
        ]
        // Where ours ends, theirs goes on with what may be the key.
        if difference.ours.isEmpty {
            values["rest"] = .text(word(.dockMoreBytes, ["count": String(difference.theirRest)]))
        } else {
            values["theirs"] = .text(VisibleText.of(difference.theirs))
        }
        return values
    }

    private func words(_ mistakes: [SigningMistake]) -> PageValue {
        .list(mistakes.map { ["word": .text(word($0.word))] })
    }

    private func word(_ word: PageWord, _ fillings: [String: String] = [:]) -> String {
        PageLibrary.shared.text(word, visit.language, fillings)
    }
}
