using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Tls;

/// <summary>Shows header rules whom the client's certificate was made for.</summary>
internal static class ClientCertificateSubject
{
    public const string Header = "X-Client-Certificate-Subject";

    /// <summary>
    /// Where clients are asked for certificates, sets <see cref="Header"/> to the verified certificate's subject and takes away whatever the
    /// client sent by that name. Elsewhere it does nothing: a proxy that ends TLS may set the header then. It must come before anything that
    /// reads headers.
    /// </summary>
    public static IApplicationBuilder UseClientCertificateSubject(
        this IApplicationBuilder app,
        TlsOptions? tls
    ) =>
        tls is { AsksClients: true }
            ? app.Use(
                (context, next) =>
                {
                    Set(context);
                    return next(context);
                }
            )
            : app;

    /// <summary>
    /// The subject is written as RFC 2253 does, the last part of the encoded name first: <c>CN=collector, O=Example, C=DE</c> for the usual
    /// certificate, whose encoding goes from the country down to the common name.
    /// </summary>
    private static void Set(HttpContext context)
    {
        var headers = context.Request.Headers;
        headers.Remove(Header);
        if (context.Connection.ClientCertificate is { } certificate)
        {
            headers[Header] = Printable(certificate.Subject);
        }
    }

    /// <summary>Header values hold no control characters, and rules count on that; names in certificates may.</summary>
    private static string Printable(string subject) =>
        string.Create(
            subject.Length,
            subject,
            static (target, text) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    target[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
                }
            }
        );
}
