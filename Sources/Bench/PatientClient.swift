import JSON

/// A shop that repeats a charge, byte for byte, until it is told what became of it, and now and then once more after
/// that.
final class PatientClient {
    /// What a client found that must not be.
    struct Complaint: Error {
        let reason: String
    }

    private let connection: HTTPConnection
    private let repetitions: Int
    private var random: SeededRandom

    init(connection: HTTPConnection, repetitions: Int, random: SeededRandom) {
        self.connection = connection
        self.repetitions = repetitions
        self.random = random
    }

    /// Charges, and checks that the answer names a captured payment. One time in ten it asks again afterwards and
    /// compares the answers.
    func charge(order: String, request: [UInt8]) throws(Complaint) -> Acknowledgement {
        let (answer, repeated) = try insist(request, order)
        guard let body = try? JSONReader.parse(answer.body), case .string(let payment)? = body["id"],
            body["out_trade_no"] == .string(order), body["state"] == .string("captured")
        else {
            throw Complaint(reason: "\(order): 201 without its captured payment")
        }
        if Int.random(in: 0..<10, using: &random) == 0 {
            let (second, _) = try insist(request, order)
            guard second.body == answer.body, second.isReplay else {
                throw Complaint(reason: "\(order): asked again, got another answer")
            }
        }
        return Acknowledgement(order: order, payment: payment, repetitions: repeated)
    }

    /// The first 201, and how often the request was repeated for it.
    private func insist(_ request: [UInt8], _ order: String) throws(Complaint) -> (HTTPAnswer, Int) {
        var last = "no answer"
        for attempt in 0...repetitions {
            var pause: Int?
            do {
                let answer = try connection.exchange(request)
                switch answer.status {
                case 201: return (answer, attempt)
                case 429, 500...599: pause = answer.retryAfterSeconds.map { $0 * 1_000 }
                default: throw Complaint(reason: "\(order): status \(answer.status)")
                }
                last = "status \(answer.status)"
            } catch let complaint as Complaint {
                throw complaint
            } catch {
                last = "\(error)"
            }
            if attempt < repetitions { wait(pause, attempt) }
        }
        throw Complaint(reason: "\(order): no 201 after \(repetitions) repetitions, last \(last)")
    }

    /// As long as the server says, else twice as long each time up to 2 s, give or take a half.
    private func wait(_ milliseconds: Int?, _ attempt: Int) {
        let longest = min(2_000, 100 << min(attempt, 5))
        MonotonicTime.sleep(milliseconds: milliseconds ?? Int.random(in: longest / 2...longest, using: &random))
    }
}
