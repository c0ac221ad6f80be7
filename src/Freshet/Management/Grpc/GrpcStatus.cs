using System.Runtime.InteropServices;
using System.Text;

namespace Freshet.Management.Grpc;

/// <summary>How a call ended. The default is success.</summary>
/// <param name="Code">The code.</param>
/// <param name="Message">What is wrong, for the caller to read; null for success. It must hold no secret.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrpcStatus(GrpcCode Code, string? Message = null)
{
    /// <summary>Longer messages are cut: many clients take no more than 8 KiB of metadata, a character may be nine of them, and some are a caller's own words.</summary>
    private const int LongestMessage = 512;

    public bool IsOk => Code == GrpcCode.Ok;

    /// <summary>The number, as <c>grpc-status</c> has it.</summary>
    public string Number => ((int)Code).ToString();

    /// <summary>
    /// The message as <c>grpc-message</c> has it: UTF-8, each byte that is neither a space nor a visible character of ASCII, and the percent sign, written
    /// as <c>%XX</c>.
    /// </summary>
    public string EncodedMessage
    {
        get
        {
            var text = Message ?? "";
            if (text.Length > LongestMessage)
            {
                text = text[..LongestMessage];
            }
            var encoded = new StringBuilder(text.Length);
            foreach (var octet in Encoding.UTF8.GetBytes(text))
            {
                if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
                {
                    encoded.Append((char)octet);
                }
                else
                {
                    encoded.Append('%').Append(octet.ToString("X2"));
                }
            }
            return encoded.ToString();
        }
    }
}
