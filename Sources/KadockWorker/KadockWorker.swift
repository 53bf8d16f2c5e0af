@main
struct KadockWorker {
    static func main() {}
}
