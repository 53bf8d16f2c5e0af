@main
struct Kadock {
    static func main() {}
}
