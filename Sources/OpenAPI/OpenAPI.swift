/// The v1 API as an OpenAPI 3.1 description, written by hand and held true by tests.
package enum OpenAPI {
    /// The JSON text of `openapi.json`.
    package static let document: [UInt8] = PackageResources.openapi_json
}
