namespace Freshet.Vrl.Ciphers;

/// <summary>How a text is filled to whole blocks of 16 bytes, so that its length is known again afterwards.</summary>
internal enum BlockPadding
{
    /// <summary>Each byte is their number (RFC 5652).</summary>
    Pkcs7,

    /// <summary>Zeros, then their number.</summary>
    AnsiX923,

    /// <summary>0x80, then zeros.</summary>
    Iso7816,

    /// <summary>Anything, then their number. Written as PKCS 7, which is one of the ways, so that the same gives the same.</summary>
    Iso10126,
}
