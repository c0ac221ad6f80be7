using System.Buffers;
using System.Text;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Aws;

/// <summary>
/// Reads a line of the access log of an Application Load Balancer:
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
/// </summary>
internal ref struct AlbLogReader(string line)
{
    private static readonly SearchValues<char> lowerAlphanumeric = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789"
    );
    private static readonly SearchValues<char> time = SearchValues.Create("0123456789.-:TZ");
    private static readonly SearchValues<char> address = SearchValues.Create("0123456789abcdef.:-");
    private static readonly SearchValues<char> @decimal = SearchValues.Create("0123456789.-");
    private static readonly SearchValues<char> integer = SearchValues.Create("0123456789-");
    private static readonly SearchValues<char> digits = SearchValues.Create("0123456789");

    private readonly VrlObject fields = new(33);
    private ReadOnlySpan<char> rest = line;
    private string error = "";

    /// <summary>The line's fields; a failure that names the field that cannot be read.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isStrict">Whether fields beyond those that are known are refused.</param>
    public static Value Read(string line, bool isStrict)
    {
        var reader = new AlbLogReader(line);
        if (!reader.ReadFields())
        {
            return Value.Fail(reader.error);
        }
        return isStrict && !reader.rest.IsEmpty
            ? Value.Fail($"Log should be fully consumed: \"{reader.rest}\"")
            : Value.From(reader.fields);
    }

    private bool ReadFields() =>
        ReadType()
        && ReadWord("timestamp", time)
        && ReadAnything("elb")
        && ReadWord("client_host", address)
        && ReadWord("target_host", address)
        && ReadFloat("request_processing_time")
        && ReadFloat("target_processing_time")
        && ReadFloat("response_processing_time")
        && ReadWord("elb_status_code", integer)
        && ReadWord("target_status_code", integer)
        && ReadInteger("received_bytes")
        && ReadInteger("sent_bytes")
        && ReadRequest()
        && ReadQuoted("user_agent")
        && ReadAnything("ssl_cipher")
        && ReadAnything("ssl_protocol")
        && ReadAnything("target_group_arn")
        && ReadQuoted("trace_id")
        && ReadQuoted("domain_name")
        && ReadQuoted("chosen_cert_arn")
        && ReadWord("matched_rule_priority", integer)
        && ReadWord("request_creation_time", time)
        && ReadQuoted("actions_executed")
        && ReadQuoted("redirect_url")
        && ReadQuoted("error_reason")
        && ReadList("target_port_list", address)
        && ReadList("target_status_code_list", digits)
        && ReadQuoted("classification")
        && ReadQuoted("classification_reason")
        && ReadTraceability();

    private bool Fail(string name, string why)
    {
        error = $"failed to get field `{name}`: {why}";
        return false;
    }

    private bool FailAt(string name, ReadOnlySpan<char> where, string wanted) =>
        Fail(name, $"Parsing Error: ({QuotedText.Write(where.ToString())}, {wanted})");

    private bool ReadType()
    {
        var length = LengthOf(rest, lowerAlphanumeric);
        if (length == 0)
        {
            return FailAt("type", rest, "TakeWhile1");
        }
        Set("type", rest[..length].ToString());
        rest = rest[length..];
        return true;
    }

    private bool ReadWord(string name, SearchValues<char> letters)
    {
        if (!TryTakeWord(name, letters, out var word))
        {
            return false;
        }
        Set(name, word.ToString());
        return true;
    }

    private bool ReadFloat(string name)
    {
        var start = rest;
        if (!TryTakeWord(name, @decimal, out var word))
        {
            return false;
        }
        if (!RustNumber.TryReadFloat(word, out var number))
        {
            return FailAt(name, start, "MapRes");
        }
        fields.SetOwned(name, number);
        return true;
    }

    private bool ReadInteger(string name)
    {
        var start = rest;
        if (!TryTakeWord(name, integer, out var word))
        {
            return false;
        }
        if (!RustNumber.TryReadInteger(word, out var number))
        {
            return FailAt(name, start, "MapRes");
        }
        fields.SetOwned(name, number);
        return true;
    }

    private bool TryTakeWord(string name, SearchValues<char> letters, out ReadOnlySpan<char> word)
    {
        word = default;
        if (!rest.StartsWith(" "))
        {
            return FailAt(name, rest, "Char");
        }
        var length = LengthOf(rest[1..], letters);
        if (length == 0)
        {
            return FailAt(name, rest[1..], "TakeWhile1");
        }
        word = rest.Slice(1, length);
        rest = rest[(length + 1)..];
        return true;
    }

    /// <summary>Anything up to the next blank.</summary>
    private bool ReadAnything(string name)
    {
        if (!rest.StartsWith(" "))
        {
            return FailAt(name, rest, "Char");
        }
        var length = rest[1..].IndexOf(' ');
        length = length < 0 ? rest.Length - 1 : length;
        if (length == 0)
        {
            return FailAt(name, rest[1..], "TakeWhile1");
        }
        Set(name, rest.Slice(1, length).ToString());
        rest = rest[(length + 1)..];
        return true;
    }

    private bool ReadQuoted(string name)
    {
        if (!TryTakeQuoted(name, out var text))
        {
            return false;
        }
        Set(name, text);
        return true;
    }

    /// <summary>A text in quotes, in which a backslash takes the next character out.</summary>
    private bool TryTakeQuoted(string name, out string text)
    {
        text = "";
        if (!rest.StartsWith(" \""))
        {
            return FailAt(name, rest, "Tag");
        }
        var plain = new StringBuilder();
        for (var i = 2; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                text = plain.ToString();
                rest = rest[(i + 1)..];
                return true;
            }
            if (rest[i] == '\\' && ++i == rest.Length)
            {
                break;
            }
            plain.Append(rest[i]);
        }
        return Fail(name, "Parsing requires more data");
    }

    /// <summary>Method, URL and protocol; the URL may hold blanks.</summary>
    private bool ReadRequest()
    {
        if (!TryTakeQuoted("request", out var request))
        {
            return false;
        }
        var first = request.IndexOf(' ', StringComparison.Ordinal);
        var last = request.LastIndexOf(' ');
        if (first == last)
        {
            error = "failed to get field `request_url`";
            return false;
        }
        Set("request_method", request[..first]);
        Set("request_protocol", request[(last + 1)..]);
        fields.SetOwned("request_url", request[(first + 1)..last]);
        return true;
    }

    /// <summary>A list of one, with or without quotes; a dash in quotes is an empty one.</summary>
    private bool ReadList(string name, SearchValues<char> letters)
    {
        var list = new VrlArray(1);
        if (rest.StartsWith(" \"-\""))
        {
            rest = rest[4..];
        }
        else
        {
            var quotes = rest.StartsWith(" \"") ? 1 : 0;
            var length = rest.StartsWith(" ") ? LengthOf(rest[(1 + quotes)..], letters) : 0;
            var end = 1 + quotes + length;
            if (length == 0 || (quotes > 0 && !rest[end..].StartsWith("\"")))
            {
                return rest.StartsWith(" ")
                    ? FailAt(name, rest[1..], "TakeWhile1")
                    : FailAt(name, rest, "Char");
            }
            list.AddOwned(rest[(1 + quotes)..end].ToString());
            rest = rest[(end + quotes)..];
        }
        fields.SetOwned(name, Value.From(list));
        return true;
    }

    /// <summary>What newer logs have at the end.</summary>
    private bool ReadTraceability()
    {
        if (rest.StartsWith(" TID_"))
        {
            return ReadAnything("traceability_id");
        }
        fields.SetOwned("traceability_id", Value.Null);
        return true;
    }

    private readonly void Set(string name, string text) =>
        fields.SetOwned(name, text == "-" ? Value.Null : Value.From(text));

    private static int LengthOf(ReadOnlySpan<char> text, SearchValues<char> letters)
    {
        var length = text.IndexOfAnyExcept(letters);
        return length < 0 ? text.Length : length;
    }
}
