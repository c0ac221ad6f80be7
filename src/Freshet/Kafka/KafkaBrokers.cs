using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Kafka;

/// <summary>Where a cluster is reached at first; it tells of its other brokers itself.</summary>
internal sealed class KafkaBrokers : IReadFromToml<KafkaBrokers>
{
    private KafkaBrokers(IReadOnlyList<string> addresses) => Addresses = addresses;

    /// <summary>No broker: the option is missing.</summary>
    public static KafkaBrokers None { get; } = new([]);

    public static string Shape => "array of \"host:port\", or one text with commas";

    public IReadOnlyList<string> Addresses { get; }

    public static KafkaBrokers? Read(TomlValue value, OptionsReader reader)
    {
        var given = value is TomlText text ? text.Interpret() : value;
        var items = given is TomlArray array ? array.Items : [value];
        var addresses = new List<string>();
        foreach (var item in items)
        {
            if (reader.ReadText(item, "brokers") is not { } list)
            {
                return null;
            }
            foreach (
                var address in list.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
            )
            {
                if (!IsAddress(address))
                {
                    // What stands before an @ may be a password.
                    var shown = address[(address.LastIndexOf('@') + 1)..];
                    reader.Error(
                        item.Location,
                        $"\"{shown}\" in brokers is no address",
                        "write host:port, such as kafka-1.example.com:9092"
                    );
                }
                addresses.Add(address);
            }
        }
        if (addresses.Count == 0)
        {
            reader.Error(value.Location, "brokers names no broker", "add \"localhost:9092\"");
        }
        return new(addresses);
    }

    /// <summary>As librdkafka takes it: <c>bootstrap.servers</c>.</summary>
    public override string ToString() => string.Join(',', Addresses);

    /// <summary>A host, perhaps a port; a protocol before it, as in <c>SSL://host:9093</c>, is librdkafka's too.</summary>
    private static bool IsAddress(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? address : address[(scheme + 3)..];
        return Uri.TryCreate($"kafka://{rest}", UriKind.Absolute, out var uri)
            && uri.Host.Length > 0
            && uri.PathAndQuery is "/" or ""
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0
            && uri.Port != 0;
    }
}
