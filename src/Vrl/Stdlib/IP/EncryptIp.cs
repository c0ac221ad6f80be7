using Freshet.Vrl.Ciphers;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class EncryptIp : Function
{
    public override Signature Signature { get; } =
        new(
            "encrypt_ip",
            "IP",
            "Encrypts an IP address as another IP address (draft-denis-ipcrypt); the same key gives the same each time.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("ip", Kinds.Bytes, "The address, of either version."),
            new Parameter(
                "key",
                Kinds.Bytes,
                "The key in raw bytes: 16 for `aes128`, 32 for `pfx`, whose halves must differ."
            ),
            new Parameter(
                "mode",
                Kinds.Bytes,
                "`aes128` encrypts the whole address; `pfx` bit by bit, so that addresses of one network stay in one network."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An IPv4 address becomes one of IPv6",
            """encrypt_ip!("192.168.1.1", "sixteen byte key", "aes128")""",
            "\"72b9:a747:f2e9:72af:76ca:5866:6dcf:c3b0\""
        ),
        new(
            "An IPv6 address becomes another",
            """encrypt_ip!("2001:db8::1", "sixteen byte key", "aes128")""",
            "\"c0e6:eb35:6887:f554:4c65:8ace:17ca:6c6a\""
        ),
        new(
            "Prefixes are preserved in IPv4",
            """encrypt_ip!("192.168.1.1", "thirty-two bytes key for pfx use", "pfx")""",
            "\"33.245.248.61\""
        ),
        new(
            "Prefixes are preserved in IPv6",
            """encrypt_ip!("2001:db8::1", "thirty-two bytes key for ipv6pfx", "pfx")""",
            "\"88bd:d2bf:8865:8c4d:84b:44f6:6077:72c9\""
        ),
        new(
            "A mode that is unknown fails",
            """encrypt_ip!("192.168.1.1", "sixteen byte key", "rot13")""",
            Result: null,
            "Invalid mode 'rot13'. Must be 'aes128' or 'pfx'"
        ),
        new(
            "A key of another size fails",
            """encrypt_ip!("192.168.1.1", "short", "aes128")""",
            Result: null,
            "aes128 mode requires a 16-byte key for IPv4"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpCryptCall.Run(arguments, IpCrypt.Encrypt, IpCrypt.EncryptPrefix);
}
