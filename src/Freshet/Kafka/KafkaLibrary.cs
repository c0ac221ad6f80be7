using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Freshet.Configuration;

namespace Freshet.Kafka;

/// <summary>What librdkafka makes, by its numbers.</summary>
internal enum KafkaClientType
{
    Producer = 0,
    Consumer = 1,
}

/// <summary>
/// The native client of Kafka, librdkafka, that Confluent.Kafka calls. It is no part of Freshet: where a Kafka component is configured the system's is
/// loaded, and nobody else needs it.
/// </summary>
internal static class KafkaLibrary
{
    private const string Name = "librdkafka";

    /// <summary>The client was in no group that it would have to leave (RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE).</summary>
    private const int WithoutLeaving = 8;

    /// <summary>The names under which systems have it; the first is Debian's.</summary>
    private static readonly string[] Files =
    [
        "librdkafka.so.1",
        "librdkafka.so",
        "librdkafka.dylib",
        "librdkafka.dll",
    ];

    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Whether it is there. Must have been asked before anything of Confluent.Kafka is used.</summary>
    public static bool IsThere => Loaded.Value != 0;

    /// <summary>Tells where the configuration asks for Kafka and the library is not there.</summary>
    /// <returns>Whether it is there.</returns>
    public static bool Check(OptionsScope scope)
    {
        if (IsThere)
        {
            return true;
        }
        if (!scope.Reader.IsDisabled)
        {
            scope.Error(
                "type",
                "Kafka needs the library librdkafka, which is not installed",
                "install it: apt-get install librdkafka1, dnf install librdkafka, apk add librdkafka or brew install librdkafka; where it lies elsewhere, name its folder in LD_LIBRARY_PATH"
            );
        }
        return false;
    }

    /// <summary>Why the library does not take this property; null where it does.</summary>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public static string? Refuses(string property, string value)
    {
        var settings = NewSettings();
        try
        {
            var reason = new byte[512];
            var isSet =
                Set(settings, Encode(property), Encode(value), reason, (nuint)reason.Length) == 0;
            return isSet ? null : Decode(reason);
        }
        finally
        {
            Destroy(settings);
        }
    }

    /// <summary>
    /// Why the library makes no client with these settings, each of which it takes; null where it does. It makes one that knows no broker and ends at once,
    /// so that nothing is reached for.
    /// </summary>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public static string? Refuses(
        KafkaClientType type,
        IReadOnlyDictionary<string, string> settings
    )
    {
        var (conf, reason) = (NewSettings(), new byte[512]);
        var applied = settings
            .Where(setting => setting.Key is not ("bootstrap.servers" or "debug"))
            .Select(setting => (setting.Key, setting.Value))
            // It is silent, and asks for no Kerberos ticket.
            .Concat([("log_level", "0"), ("sasl.kerberos.min.time.before.relogin", "0")]);
        foreach (var (name, value) in applied)
        {
            if (Set(conf, Encode(name), Encode(value), reason, (nuint)reason.Length) != 0)
            {
                Destroy(conf);
                return Decode(reason);
            }
        }
        var client = NewClient((int)type, conf, reason, (nuint)reason.Length);
        if (client == 0)
        {
            // Where a client is made it owns the settings.
            Destroy(conf);
            return Decode(reason);
        }
        DestroyClient(client, WithoutLeaving);
        return null;
    }

    private static nint Load()
    {
        var library = Files.Select(Find).FirstOrDefault(found => found != 0);
        if (library != 0)
        {
            // Confluent.Kafka asks for the names that its own packages have.
            NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
            NativeLibrary.SetDllImportResolver(typeof(KafkaLibrary).Assembly, Resolve);
        }
        return library;

        static nint Find(string file) => NativeLibrary.TryLoad(file, out var found) ? found : 0;

        nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
            name.EndsWith(Name, StringComparison.Ordinal) ? library : 0;
    }

    private static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static string Decode(byte[] text) =>
        Encoding.UTF8.GetString(text.AsSpan(0, text.IndexOf((byte)0)));

    [DllImport(Name, EntryPoint = "rd_kafka_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NewClient(
        int type,
        nint settings,
        [Out] byte[] reason,
        nuint reasonSize
    );

    [DllImport(Name, EntryPoint = "rd_kafka_destroy_flags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void DestroyClient(nint client, int flags);

    [DllImport(Name, EntryPoint = "rd_kafka_conf_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NewSettings();

    [DllImport(Name, EntryPoint = "rd_kafka_conf_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Destroy(nint settings);

    [DllImport(Name, EntryPoint = "rd_kafka_conf_set")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(
        nint settings,
        byte[] name,
        byte[] value,
        [Out] byte[] reason,
        nuint reasonSize
    );
}
