using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Terraform;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Terraform;

/// <summary>What was told last of a state: everything up to it is in the journal, or among the dead letters.</summary>
/// <param name="State">The state, without its secrets.</param>
/// <param name="Digest">The keyed hash of the text that it was read from.</param>
internal sealed record ToldState(RedactedState State, string Digest);

/// <summary>
/// Keeps that in a file: <c>{"key": …, "lineage": …, "serial": …, "digest": …, "instances": {ADDRESS: {"attributes": …, "sensitive_attributes": …}}}</c>. Only its user may
/// read it. The key of the hashes is beside them: whoever may read the file could try values that are easily guessed, and no others.
/// </summary>
/// <param name="path">The file; null to keep it in memory alone.</param>
/// <param name="handover">Where it is kept without a file.</param>
/// <param name="place">Which of the source's states it is of, by the name that <see cref="PathOf"/> has for it.</param>
/// <param name="logger">Told of what cannot be read or written.</param>
internal sealed partial class KeptState(
    string? path,
    Handover handover,
    string place,
    ILogger logger
)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private bool hasFailed;

    /// <summary>Where it is; null where nothing is kept.</summary>
    public string? Path { get; } = path;

    /// <summary>The file of the source of that name, for the place within it; others never share it.</summary>
    /// <param name="folder">Where sources keep their places; null where they do not.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="place">The file's name in the folder that is followed; empty where the source follows one state.</param>
    public static string? PathOf(string? folder, string source, string place) =>
        KeptPlace.PathOf(
            folder,
            "terraform",
            source,
            place.Length == 0 ? ".json" : $".{HashOf(place)}.json"
        );

    /// <summary>Of the place's name, which may be as long as the name of a file can be.</summary>
    private static string HashOf(string place) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..32];

    /// <summary>What was kept last; null where there is nothing, or nothing that can be read, which is told.</summary>
    public ToldState? Load()
    {
        if (Path is null)
        {
            return handover.TryFind<ToldState>(out var left, place) ? left : null;
        }
        if (!File.Exists(Path))
        {
            return null;
        }
        try
        {
            var reading = JsonText.Read(File.ReadAllBytes(Path));
            if (reading.Fault is not null)
            {
                throw new JsonException("it is no JSON");
            }
            return Read(reading.Json);
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
            )
        {
            CannotRead(logger, Path, fault.Message);
            return null;
        }
    }

    /// <summary>Returns once it is on the disk, or that it is not was told.</summary>
    public void Save(ToldState told)
    {
        if (Path is null)
        {
            handover.Leave(told, place);
            return;
        }
        try
        {
            DurableFile.Write(Path, Write(told).Span, OwnerOnly);
            hasFailed = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The old one holds: after a restart more is told again.
            if (!hasFailed)
            {
                CannotWrite(logger, Path, fault.Message);
            }
            hasFailed = true;
        }
    }

    private static ReadOnlyMemory<byte> Write(ToldState told) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBase64String("key", told.State.Redactor.Key.Span);
            writer.WriteString("lineage", told.State.Lineage);
            writer.WriteNumber("serial", told.State.Serial);
            writer.WriteString("digest", told.Digest);
            writer.WriteStartObject("instances");
            foreach (var (address, instance) in told.State.Instances)
            {
                writer.WriteStartObject(address);
                writer.WritePropertyName("attributes");
                writer.WriteRawValue(instance.Attributes.Span, skipInputValidation: true);
                writer.WritePropertyName("sensitive_attributes");
                writer.WriteRawValue(instance.SensitiveAttributes.Span, skipInputValidation: true);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static ToldState Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        var root = document.RootElement;
        var redactor = new Redactor(root.GetProperty("key").GetBytesFromBase64());
        var instances = new Dictionary<string, RedactedInstance>(StringComparer.Ordinal);
        foreach (var instance in root.GetProperty("instances").EnumerateObject())
        {
            instances.Add(
                instance.Name,
                new(
                    RawOf(instance.Value.GetProperty("attributes"), JsonValueKind.Object),
                    RawOf(instance.Value.GetProperty("sensitive_attributes"), null)
                )
            );
        }
        return new(
            new(
                root.GetProperty("lineage").GetString() ?? "",
                root.GetProperty("serial").GetInt64(),
                instances,
                redactor
            ),
            root.GetProperty("digest").GetString() ?? ""
        );
    }

    private static ReadOnlyMemory<byte> RawOf(JsonElement value, JsonValueKind? kind) =>
        kind is null || value.ValueKind == kind
            ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray()
            : throw new JsonException("an instance has an unknown shape");

    [LoggerMessage(
        LogLevel.Error,
        "what was told of a state last cannot be read from {Path}: {Reason}; it begins anew with the state as it is, and what changed meanwhile may never be told"
    )]
    private static partial void CannotRead(ILogger logger, string path, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "what was told of a state cannot be kept in {Path}: {Reason}; only a change is told from here on"
    )]
    private static partial void CannotWrite(ILogger logger, string path, string reason);
}
