using System.Text;
using Freshet.Vrl.Stdlib;

namespace Vrl.Tests.Differential;

/// <summary>Programs that call a function with arguments that are right, odd or wrong.</summary>
internal sealed class CallPrograms(Vocabulary vocabulary, Random random)
{
    /// <summary>Functions that may write the same in many ways: what they write is read again.</summary>
    private static readonly Dictionary<string, string> readers = new()
    {
        ["encode_gzip"] = "decode_gzip",
        ["encode_snappy"] = "decode_snappy",
        ["encode_zlib"] = "decode_zlib",
        ["encode_zstd"] = "decode_zstd",
    };

    private static readonly string[] closures =
    [
        "-> |k, v| { true }",
        "-> |k, v| { v != 1 }",
        "-> |_k, v| { is_string(v) }",
        "-> |k, v| { .seen = [k, v]; null }",
        "-> |_, v| { to_string(v) ?? k }",
        "-> |k, _v| { upcase(k) }",
        "-> |k| { upcase(k) }",
        "-> |v| { v }",
        "-> |v| { to_string(v) ?? \"?\" }",
        "-> |m| { \"<\" + m.string + \">\" }",
        "-> |m| { to_string(m.captures[0]) ?? \"none\" }",
        "-> |m| { 1 }",
        "-> |k, v| { to_int(v) }",
        "",
    ];

    private readonly Dictionary<string, ILookup<string, Sample>> examples =
        vocabulary.Functions.ToDictionary(
            function => function.Name,
            function => Sample.InExamples(function.Function)
        );

    /// <summary>The next program, of the function whose turn it is.</summary>
    public Case Next(int turn)
    {
        var function = vocabulary.Functions[turn % vocabulary.Functions.Count];
        var @event = new StringBuilder();
        var arguments = new List<string>();
        var isNamed = false;
        foreach (var parameter in function.Parameters)
        {
            if (!parameter.IsRequired && random.Next(3) > 0)
            {
                isNamed = true;
                continue;
            }
            var argument = Argument(function, parameter, @event);
            arguments.Add(isNamed ? $"{parameter.Name}: {argument}" : argument);
        }
        var call = $"({string.Join(", ", arguments)})";
        if (function.Function.Signature.Closure is not null)
        {
            call += $" {Pick(closures)}";
        }
        return new(Frame(function.Name, call), $"{{{@event}}}");
    }

    private string Frame(string name, string call)
    {
        if (readers.TryGetValue(name, out var reader))
        {
            return $"{reader}!({name}!{call})";
        }
        return random.Next(8) switch
        {
            0 => name + call,
            1 => $".r, .e = {name}{call}",
            2 => $"r, e = {name}{call}\n[r, e]",
            3 => $".r = {name}{call} ?? \"failed\"",
            4 => $"encode_json({name}!{call})",
            5 => $".r = {name}{call}",
            _ => $"{name}!{call}",
        };
    }

    private string Argument(SharedFunction function, Parameter parameter, StringBuilder @event)
    {
        var known = examples[function.Name][parameter.Name].ToList();
        if (parameter.Form == ArgumentForm.Query)
        {
            return Pick(".", ".a", ".a0", ".o.p", ".l[0]", ".l[-1]", "%m", "{\"a\": 1}.a");
        }
        if (parameter.Variants.Count > 0 && random.Next(4) > 0)
        {
            return $"\"{Pick([.. parameter.Variants])}\"";
        }
        var sample = random.Next(10) switch
        {
            < 5 when known.Count > 0 => Pick([.. known]),
            < 7 when known.Where(known => known.Value.IsBytes).ToArray() is { Length: > 0 } texts =>
                Sample.Text(Changed(Pick(texts).Value.Text)),
            9 => Pick([.. Sample.Edges]).Sample,
            _ => Pick([.. Sample.Edges.Where(edge => parameter.Kinds.HasFlag(edge.Kind))]).Sample,
        };
        if (
            parameter.Form is ArgumentForm.Static or ArgumentForm.Written
            || sample.Json is not { } json
            || random.Next(5) > 1
        )
        {
            return sample.Source;
        }
        var field = $"a{parameter.Name}";
        @event.Append(@event.Length > 0 ? "," : "").Append($"\"{field}\":{json}");
        return $".{field}";
    }

    /// <summary>The text with a small mistake in it.</summary>
    private string Changed(string text)
    {
        var at = random.Next(text.Length + 1);
        if (at > 0 && char.IsHighSurrogate(text[at - 1]))
        {
            return text + text;
        }
        var isPlain = at < text.Length && !char.IsSurrogate(text[at]);
        return random.Next(5) switch
        {
            0 when isPlain => text.Remove(at, 1),
            1 when isPlain => text.Insert(at, text[at].ToString()),
            2 => text[..at],
            3 => text[at..],
            _ => text.Insert(
                at,
                Pick(" ", "\"", "'", ",", "-", "0", "Z", "\\", "=", "%", "[", "{", "é", "\n", "😀")
            ),
        };
    }

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
