using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Cli.Journal;

/// <summary><c>freshet journal cat</c>: writes a journal's entries as JSON lines.</summary>
internal static class CatCommand
{
    /// <summary>How often a journal that is followed is looked at.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var folder = new JournalFolderArgument(catalog, terminal);
        var since = new Option<string?>("--since")
        {
            Description =
                "Entries that were journaled at that time or later: RFC 3339, or a duration back from now such as 90m",
            HelpName = "TIME",
        };
        var until = new Option<string?>("--until")
        {
            Description = "Entries that were journaled before that time",
            HelpName = "TIME",
        };
        var types = new Option<string[]>("--type")
        {
            Description =
                "Events of that type; * at the end stands for anything. Several times for several types",
            HelpName = "TYPE",
        };
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Wait for more at the end, until interrupted",
        };
        var bodies = new Option<bool>("--bodies")
        {
            Description = "Write the events alone, without what the journal knows of them",
        };
        var command = new CommandWithExamples(
            "cat",
            "Write a journal's entries to standard output, a JSON object a line, oldest first",
            "freshet journal cat --since 1h",
            "freshet journal cat --since 2026-01-02T03:04:05Z --until 2026-01-02T04:00:00Z",
            "freshet journal cat --type 'dev.cdevents.*' --follow --bodies"
        );
        folder.AddTo(command);
        command.Add(since);
        command.Add(until);
        command.Add(types);
        command.Add(follow);
        command.Add(bodies);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                if (
                    !TimeOption.TryRead(
                        "--since",
                        parsed.GetValue(since),
                        now,
                        terminal,
                        out var from
                    )
                    || !TimeOption.TryRead(
                        "--until",
                        parsed.GetValue(until),
                        now,
                        terminal,
                        out var to
                    )
                    || folder.Read(parsed) is not { } path
                )
                {
                    return 1;
                }
                var selection = new Selection(from, to, parsed.GetValue(types) ?? []);
                return await WriteAsync(
                    path,
                    selection,
                    parsed.GetValue(bodies),
                    parsed.GetValue(follow),
                    terminal,
                    cancellation
                );
            }
        );
        return command;
    }

    private static async Task<int> WriteAsync(
        string folder,
        Selection selection,
        bool bodies,
        bool follow,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        using var walk = new JournalWalk(folder, selection.From ?? default);
        while (true)
        {
            var code = JournalCommand.Guard(
                terminal,
                () => WriteAll(walk, selection, bodies, terminal, cancellation)
            );
            if (code != 0 || !follow || cancellation.IsCancellationRequested)
            {
                return code;
            }
            try
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
        }
    }

    /// <summary>Writes what there is by now. Damage is told beside it, and does not end it.</summary>
    private static int WriteAll(
        JournalWalk walk,
        Selection selection,
        bool bodies,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        var line = new ArrayBufferWriter<byte>();
        while (!cancellation.IsCancellationRequested && walk.MoveNext())
        {
            if (walk.Current.Entry is not { } entry)
            {
                var item = walk.Current;
                terminal.Error.WriteLine(
                    $"damaged: {item.File}, {item.Length} bytes at {item.Offset}: {item.Fault}; {item.Missing:N0} entries lost"
                );
                continue;
            }
            if (!selection.Has(entry))
            {
                continue;
            }
            line.ResetWrittenCount();
            if (bodies)
            {
                line.Write(entry.Event.Json.Span);
            }
            else
            {
                WriteEntry(line, entry);
            }
            terminal.Output.WriteLine(System.Text.Encoding.UTF8.GetString(line.WrittenSpan));
        }
        terminal.Output.Flush();
        return 0;
    }

    private static void WriteEntry(ArrayBufferWriter<byte> line, Entry entry)
    {
        using var writer = new Utf8JsonWriter(
            line,
            new JsonWriterOptions { Encoder = JsonText.Encoder, SkipValidation = true }
        );
        var kept = entry.Event;
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, entry.Sequence);
        writer.WriteString("time"u8, Rfc3339.Format(entry.JournaledAt));
        writer.WriteString("id"u8, entry.WireId);
        writer.WriteString("type"u8, kept.Type);
        writer.WriteString("source"u8, kept.Source);
        writer.WriteStartObject("headers"u8);
        foreach (var (name, value) in kept.Headers)
        {
            writer.WriteString(name, value);
        }
        writer.WriteEndObject();
        writer.WritePropertyName("metadata"u8);
        writer.WriteRawValue(kept.Metadata.Span, skipInputValidation: true);
        writer.WritePropertyName("event"u8);
        writer.WriteRawValue(kept.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>Which entries are written.</summary>
    private sealed record Selection(
        DateTimeOffset? From,
        DateTimeOffset? To,
        IReadOnlyList<string> Types
    )
    {
        public bool Has(Entry entry) =>
            !(entry.JournaledAt < From)
            && !(entry.JournaledAt >= To)
            && (Types.Count == 0 || Types.Any(type => IsOf(entry.Event.Type, type)));

        private static bool IsOf(string type, string wanted) =>
            wanted.EndsWith('*')
                ? type.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1))
                : type == wanted;
    }
}
