import Foundation

/// How long a lane pauses before it tries again.
enum BackOff {
    /// Doubles from 2 ms to 200 ms, with a random half, so that lanes that collided do not collide again.
    static func sleep(_ attempt: Int) {
        let full = 2.0 * Double(1 << min(attempt, 7))
        Thread.sleep(forTimeInterval: min(full, 200) / 1000 * Double.random(in: 0.5...1))
    }
}
