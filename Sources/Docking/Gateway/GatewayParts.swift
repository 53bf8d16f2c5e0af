package import HTTPClient
package import Logging

/// What the gateway is put together from.
package struct GatewayParts: Sendable {
    package let address: BaseAddress
    package let directory: any KeyDirectory
    package let desk: any CommandDesk
    package let records: any Records
    package let pages: PageRecords
    package let signIn: SignInDesk
    package let policies: any PolicyDesk
    package let merchants: any MerchantDesk
    /// The addresses and networks that we call from, as merchants are told them.
    package let egress: [String]
    /// Signs what payers' browsers bring back to their shops.
    package let platform: PlatformSigner
    package let signer: AnswerSigner
    /// Signs answers and notices of epay V2; nil: there is no V2 here.
    package let epaySigner: EpayPlatformSigner?
    /// What `/v1/keys` shows: the signer's public key and any other.
    package let platformKeys: [PlatformKey]
    /// Holds merchants to their rates, at all doors together.
    package let limiter: RateLimiter
    package let metrics: Metrics
    package let board: MetricsBoard
    package let log: Logger
    package let threads: GatewayThreads
    package let feed: FeedWatch
    /// What an address must be that we are to call.
    package let outgoing: URLRules
    /// Whether payments can be tried out through a channel that moves no real money.
    package let offersSandbox: Bool
    /// Seconds since 1970.
    package let clock: @Sendable () -> Int64

    package init(
        address: BaseAddress, directory: any KeyDirectory, desk: any CommandDesk, records: any Records,
        pages: PageRecords, signIn: SignInDesk, policies: any PolicyDesk, merchants: any MerchantDesk,
        egress: [String],
        platform: PlatformSigner, signer: AnswerSigner, epaySigner: EpayPlatformSigner?,
        platformKeys: [PlatformKey], metrics: Metrics, board: MetricsBoard, log: Logger, threads: GatewayThreads,
        feed: FeedWatch, outgoing: URLRules, offersSandbox: Bool,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.address = address
        self.directory = directory
        self.desk = desk
        self.records = records
        self.pages = pages
        self.signIn = signIn
        self.policies = policies
        self.merchants = merchants
        self.egress = egress
        self.platform = platform
        self.signer = signer
        self.epaySigner = epaySigner
        self.platformKeys = platformKeys
        self.metrics = metrics
        self.board = board
        limiter = RateLimiter { board.workerCount() }
        self.log = log
        self.threads = threads
        self.feed = feed
        self.outgoing = outgoing
        self.offersSandbox = offersSandbox
        self.clock = clock
    }
}
