using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>
/// <c>freshet vrl --cases</c>: takes a case a line, <c>{"id", "source", "event"?, "timezone"?, "read_only"?: [paths], "functions"?: "all"}</c>, and gives a
/// line for each, in the same order: <c>{"id", "errors": [codes], "warnings": [codes], "messages": [text], "result"?, "event"?, "runtime_error"?,
/// "aborted"?}</c>. Nothing that is wrong with one case keeps the next from running: a line that is no case, or that Freshet itself fails at, has the
/// error <see cref="NoCase"/>, which is no code of the language, and a message.
/// </summary>
internal static class CaseRunner
{
    /// <summary>The error of a line that is no case.</summary>
    public const int NoCase = 0;

    private const int LongestLine = 64 << 20;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
        SkipValidation = true,
    };

    /// <summary>Runs every case that comes.</summary>
    public static void Run(Stream input, TextWriter output)
    {
        var answers = new StringBuilder();
        var lines = new LineReader(input, LongestLine, Flush);
        while (lines.TryRead(out var line))
        {
            if (lines.IsTooLong)
            {
                answers.Append(Refuse(null, $"the line is longer than {LongestLine >> 20} MiB"));
            }
            else if (!line.Span.IsEmpty)
            {
                answers.Append(Answer(line));
            }
            else
            {
                continue;
            }
            answers.Append('\n');
        }
        Flush();

        void Flush()
        {
            output.Write(answers);
            output.Flush();
            answers.Clear();
        }
    }

    private static string Answer(ReadOnlyMemory<byte> line)
    {
        string? id = null;
        try
        {
            return Answer(VrlCase.Read(line, out id));
        }
        catch (FormatException fault)
        {
            return Refuse(id, fault.Message);
        }
        catch (Exception fault)
        {
            // A mistake of ours: told in full, and the next case goes on.
            return Refuse(id, fault.ToString());
        }
    }

    private static string Answer(VrlCase given)
    {
        var compiled = VrlCompiler.Compile(given.Source, given.Options);
        var (@event, metadata) = (given.Event, Value.From(new VrlObject()));
        var run = compiled.Program?.Run(ref @event, ref metadata);
        return Write(writer =>
        {
            WriteId(writer, given.Id);
            WriteCodes(writer, "errors", compiled.Errors.Select(error => error.Code));
            WriteCodes(writer, "warnings", compiled.Warnings.Select(warning => warning.Code));
            writer.WriteStartArray("messages");
            foreach (var diagnostic in compiled.Errors.Concat(compiled.Warnings))
            {
                writer.WriteStringValue(TextOf(diagnostic));
            }
            writer.WriteEndArray();
            if (run is not { } result)
            {
                return;
            }
            if (result.Failure is { } failure)
            {
                writer.WriteString("runtime_error", failure.Message ?? "aborted");
                if (failure.Kind == FailureKind.Abort)
                {
                    writer.WriteBoolean("aborted", true);
                }
            }
            else
            {
                WriteValue(writer, "result", result.Value);
            }
            WriteValue(writer, "event", @event);
        });
    }

    private static string Refuse(string? id, string message) =>
        Write(writer =>
        {
            WriteId(writer, id);
            WriteCodes(writer, "errors", [NoCase]);
            WriteCodes(writer, "warnings", []);
            writer.WriteStartArray("messages");
            writer.WriteStringValue(message);
            writer.WriteEndArray();
        });

    /// <summary>The diagnostic in a line: what is wrong, and what its first label says of it.</summary>
    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Labels.FirstOrDefault(label => label.IsPrimary) is { Text.Length: > 0 } label
            ? $"{diagnostic.Message}: {label.Text}"
            : diagnostic.Message;

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteId(Utf8JsonWriter writer, string? id)
    {
        writer.WritePropertyName("id");
        writer.WriteRawValue(id ?? "null", skipInputValidation: true);
    }

    private static void WriteCodes(Utf8JsonWriter writer, string name, IEnumerable<int> codes)
    {
        writer.WriteStartArray(name);
        foreach (var code in codes)
        {
            writer.WriteNumberValue(code);
        }
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, Value value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(VrlJson.Write(value), skipInputValidation: true);
    }
}
