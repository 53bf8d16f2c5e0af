import Deductions
import Values

/// A row that can be locked.
enum SimulatedRow: Hashable {
    case lane(Int64), nonce(NonceClaim.Name), claim(Claim.Name), payment(Identifier), purse(Identifier)
    case merchant(Identifier), login(Reach.Login), day(MerchantDay.Key)
}
