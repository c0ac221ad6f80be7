using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Http;
using Freshet.Http.Tls;

namespace Freshet.Management.Grpc;

/// <summary><c>[management.grpc]</c>: the port on which gRPC is served.</summary>
internal sealed class GrpcOptions : ICheckOptions
{
    /// <summary>
    /// The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Loopback by default, since who reaches it sees who is connected
    /// and may disconnect them; another needs <c>management.token</c> or client certificates.
    /// </summary>
    public string Host { get; set; } = ListenAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one, which the log tells.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 9094;

    /// <summary>
    /// The most bytes of a message that a caller sends, as it comes and as it is unpacked. The largest that means anything has a few hundred.
    /// </summary>
    [ByteRange("1KiB", "16MiB")]
    public ByteSize MaxMessageBytes { get; set; } = new(64 * 1024);

    /// <summary>
    /// Serves gRPC over TLS, with the keys of <c>[http.tls]</c>; absent by default, and then plain HTTP/2. With <c>client_ca</c> nobody without such a
    /// certificate is let in.
    /// </summary>
    public TlsOptions? Tls { get; set; }

    public void Check(OptionsScope scope) =>
        ListenAddress.Check(Host, "management.grpc.host", scope);
}
