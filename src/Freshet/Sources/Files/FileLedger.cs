using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Files;

/// <summary>
/// Which version of which file was taken: all events of it are in the journal, or among the dead letters. It is kept in a file of lines, <c>["PATH",LENGTH,MODIFIED,"DIGEST"]</c> for one that was taken and
/// <c>["PATH"]</c> for one that is forgotten, of which the last for a path counts. Lines are added, so that a file more costs a line and not the whole; where most of them are out of date it is written anew.
/// It may lie behind the journal, since what comes again has the same ids and is stored once; it never lies ahead.
/// </summary>
/// <param name="path">The file; null to keep it in memory alone.</param>
/// <param name="handover">Where it is left without a file.</param>
/// <param name="logger">Told of what cannot be read or written.</param>
internal sealed partial class FileLedger(string? path, Handover handover, ILogger logger)
{
    /// <summary>Below so many lines nothing is gained by writing the file anew.</summary>
    private const int FewLines = 1000;

    /// <summary>More than a million files with long names.</summary>
    private const long LargestFile = 1L << 30;

    private readonly Dictionary<string, FileVersion> files = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> unsaved = new();

    /// <summary>How many lines the file has, with those that are not saved yet.</summary>
    private int lines;

    /// <summary>Whether the file is to be written from its beginning.</summary>
    private bool isAnew = true;

    /// <summary>Whether it lacks something that was noted.</summary>
    private bool isBehind;
    private bool hasFailed;

    public int Count => files.Count;

    public IReadOnlyCollection<string> Paths => files.Keys;

    /// <summary>Finds a file by its path; <paramref name="known"/> is that path.</summary>
    public bool TryFind(
        ReadOnlySpan<char> sought,
        [NotNullWhen(true)] out string? known,
        out FileVersion version
    ) => files.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(sought, out known, out version);

    /// <summary>Notes that a version was taken.</summary>
    public void Take(string taken, FileVersion version)
    {
        files[taken] = version;
        AddLine(taken, version);
    }

    /// <summary>A file that is not there any more, or not meant: where it comes again, it is new.</summary>
    public void Forget(string gone)
    {
        if (files.Remove(gone))
        {
            AddLine(gone, null);
        }
    }

    /// <summary>From here on files are known by their stamps alone: one that comes again with another is new, though its content be the same.</summary>
    public void ForgetContents()
    {
        foreach (var (known, version) in files)
        {
            if (version.Digest != 0)
            {
                files[known] = version with { Digest = 0 };
                (isAnew, isBehind) = (true, true);
            }
        }
    }

    /// <summary>Reads what was kept.</summary>
    public void Load()
    {
        if (path is null)
        {
            if (handover.TryFind<LeftFiles>(out var left))
            {
                foreach (var (known, version) in left.Files)
                {
                    files[known] = version;
                }
            }
            return;
        }
        if (!File.Exists(path))
        {
            return;
        }
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new IOException("it is too large");
            }
            Read(File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            CannotRead(logger, path, fault.Message);
        }
    }

    /// <summary>Returns once all that was noted is on the disk, or that it is not was told.</summary>
    public void Save()
    {
        if (path is null || !isBehind)
        {
            return;
        }
        try
        {
            if (isAnew || lines > FewLines + (2 * files.Count))
            {
                WriteAnew();
            }
            else
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
                file.Write(unsaved.WrittenSpan);
                file.Flush(flushToDisk: true);
            }
            unsaved.ResetWrittenCount();
            (isBehind, hasFailed) = (false, false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A part of a line may be there. What is noted stays in memory, so that the next one has all of it.
            isAnew = true;
            unsaved.ResetWrittenCount();
            if (!hasFailed)
            {
                CannotWrite(logger, path, fault.Message);
            }
            hasFailed = true;
        }
    }

    /// <summary>It is not used any more: without a file, the next of its name finds what it knew.</summary>
    public void Leave()
    {
        Save();
        if (path is null)
        {
            handover.Leave(new LeftFiles(files));
        }
    }

    private void AddLine(string about, FileVersion? version)
    {
        lines++;
        isBehind = true;
        if (path is not null && !isAnew)
        {
            Write(unsaved, about, version);
        }
    }

    private void WriteAnew()
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var (known, version) in files)
        {
            Write(all, known, version);
        }
        DurableFile.Write(path!, all.WrittenSpan);
        (lines, isAnew) = (files.Count, false);
    }

    private static void Write(ArrayBufferWriter<byte> output, string about, FileVersion? version)
    {
        var line = JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(about);
            if (version is var (stamp, digest))
            {
                writer.WriteNumberValue(stamp.Length);
                writer.WriteNumberValue(stamp.Modified);
                writer.WriteStringValue(digest.ToString("x32", CultureInfo.InvariantCulture));
            }
            writer.WriteEndArray();
        });
        output.Write(line.Span);
        output.Write("\n"u8);
    }

    private void Read(byte[] content)
    {
        var broken = 0;
        var rest = content.AsSpan();
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (!TryReadLine(rest[..end]))
            {
                broken++;
            }
            lines++;
            rest = rest[(end + 1)..];
        }
        // What is behind the last line feed was not finished when its writer ended, and never counted.
        isBehind = isAnew = rest.Length > 0 || broken > 0;
        if (broken > 0)
        {
            CannotRead(
                logger,
                path!,
                string.Create(CultureInfo.InvariantCulture, $"{broken} of its lines are broken")
            );
        }
    }

    private bool TryReadLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, JsonText.ReaderOptions);
            if (
                !reader.Read()
                || reader.TokenType != JsonTokenType.StartArray
                || !reader.Read()
                || reader.TokenType != JsonTokenType.String
            )
            {
                return false;
            }
            var about = reader.GetString()!;
            if (reader.Read() && reader.TokenType == JsonTokenType.EndArray)
            {
                files.Remove(about);
                return true;
            }
            var length = reader.GetInt64();
            reader.Read();
            var modified = reader.GetInt64();
            reader.Read();
            if (
                modified < 0
                || modified > DateTime.MaxValue.Ticks
                || !UInt128.TryParse(
                    reader.GetString(),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var digest
                )
            )
            {
                return false;
            }
            files[about] = new(new(length, modified), digest);
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
        }
        catch (Exception fault)
            when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "which files were taken cannot be read from {Path}: {Reason}; files that are missing in it are taken anew, and what the journal still has of them is not stored twice"
    )]
    private static partial void CannotRead(ILogger logger, string path, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "which files were taken cannot be kept in {Path}: {Reason}; after a restart they are taken anew, and what the journal still has of them is not stored twice"
    )]
    private static partial void CannotWrite(ILogger logger, string path, string reason);

    /// <summary>What was known when its owner ended.</summary>
    private sealed record LeftFiles(IReadOnlyDictionary<string, FileVersion> Files);
}
