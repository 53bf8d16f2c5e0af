/// How a receiver of deliveries has answered lately.
enum DeliveryPace: Sendable {
    case quick, unknown, slow
}
