using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Freshet.Configuration;

namespace Freshet.Kafka;

/// <summary>
/// The native client of Kafka, librdkafka, that Confluent.Kafka calls. It is no part of Freshet: where a Kafka component is configured the system's is
/// loaded, and nobody else needs it.
/// </summary>
internal static class KafkaLibrary
{
    private const string Name = "librdkafka";

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
            return isSet
                ? null
                : Encoding.UTF8.GetString(reason.AsSpan(0, reason.IndexOf((byte)0)));
        }
        finally
        {
            Destroy(settings);
        }
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
