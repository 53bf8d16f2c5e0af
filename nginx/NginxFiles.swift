/// nginx's configuration, as the files that stand beside this one and run as they are.
package enum NginxFiles {
    /// A file of the configuration directory.
    package struct File: Sendable {
        package let name: String
        package let text: [UInt8]
    }

    /// `kadock.conf` and `kadock-nodes.conf` are what nginx is started with; the others are included by them.
    package static let all: [File] = [
        File(name: "kadock.conf", text: PackageResources.kadock_conf),
        File(name: "kadock-nodes.conf", text: PackageResources.kadock_nodes_conf),
        File(name: "process.conf", text: PackageResources.process_conf),
        File(name: "http.conf", text: PackageResources.http_conf),
        File(name: "limits.conf", text: PackageResources.limits_conf),
        File(name: "workers.conf", text: PackageResources.workers_conf),
        File(name: "feeds.conf", text: PackageResources.feeds_conf),
        File(name: "server.conf", text: PackageResources.server_conf),
        File(name: "metrics.conf", text: PackageResources.metrics_conf),
        File(name: "fastcgi.conf", text: PackageResources.fastcgi_conf),
        File(name: "headers.conf", text: PackageResources.headers_conf),
        File(name: "problems.conf", text: PackageResources.problems_conf),
        File(name: "pages.conf", text: PackageResources.pages_conf),
        File(name: "static.conf", text: PackageResources.static_conf),
    ]

    /// The demo shop's, for whoever runs one beside the gateway: into the public server, and beside it.
    package static let demo: [File] = [
        File(name: "demo.conf", text: PackageResources.demo_conf),
        File(name: "demo-notify.conf", text: PackageResources.demo_notify_conf),
    ]
}
