/// Everything wrong with a policy, gathered while it is read.
final class PolicyFaults {
    private(set) var all: [PolicyFault] = []

    func add(_ path: String, _ reason: String) { all.append(PolicyFault(path: path, reason: reason)) }
}
