/// Does what a shop's server asks for.
struct EpayActDesk: Sendable {
    let office: EpayOffice

    /// `tell` gets the answer, on a thread that may wait.
    func perform(
        _ act: EpayAct, _ caller: EpayCaller, _ call: Call,
        tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let books = EpayBooks(office: office)
        switch act {
        case .account: tell(.success(try books.account(caller, call)))
        case .settlements: tell(.success(try books.settlements(caller, call)))
        case .order: tell(.success(try books.order(caller, call)))
        case .orders: tell(.success(try books.orders(caller, call)))
        case .refundStanding: tell(.success(try EpayRefundDesk(office: office).refund(caller, call)))
        case .refund: try EpayRefundDesk(office: office).take(caller, call, tell: tell)
        case .close: try EpayCloseDesk(office: office).close(caller, call, tell: tell)
        case .capture: try EpayHoldDesk(office: office).capture(caller, call, tell: tell)
        case .void: try EpayHoldDesk(office: office).void(caller, call, tell: tell)
        }
    }
}
