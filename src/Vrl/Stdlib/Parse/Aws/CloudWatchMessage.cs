using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Aws;

/// <summary>A message of CloudWatch Logs. No field may be missing, and none beyond those that are known may be there.</summary>
internal static class CloudWatchMessage
{
    private const long FirstSecond = -8_334_601_228_800;
    private const long LastSecond = 8_210_266_876_799;

    private static readonly (string Name, string As)[] texts =
    [
        ("owner", "owner"),
        ("messageType", "message_type"),
        ("logGroup", "log_group"),
        ("logStream", "log_stream"),
    ];

    private static readonly string[] fieldNames =
    [
        "owner",
        "messageType",
        "logGroup",
        "logStream",
        "subscriptionFilters",
        "logEvents",
    ];

    private static readonly string[] eventNames = ["id", "timestamp", "message"];

    public static Value Read(ReadOnlySpan<byte> json)
    {
        if (!VrlJson.TryParse(json, out var message, out var error))
        {
            return Value.Fail($"unable to parse: {error}");
        }
        error = Translate(message, out var fields);
        return error.Length == 0
            ? Value.From(fields)
            : Value.Fail($"unable to parse: {error} at {EndOf(json)}");
    }

    /// <summary>Where the document ends: faults in its content are placed there.</summary>
    private static string EndOf(ReadOnlySpan<byte> json)
    {
        json = json.TrimEnd(" \t\r\n"u8);
        var line = json.Count((byte)'\n') + 1;
        return $"line {line} column {json.Length - (json.LastIndexOf((byte)'\n') + 1)}";
    }

    private static string Translate(Value message, out VrlObject fields)
    {
        fields = new VrlObject(6);
        if (!message.IsObject)
        {
            return Unexpected(message, "struct AwsCloudWatchLogsSubscriptionMessage");
        }
        var error = CheckNames(message.Object, fieldNames);
        foreach (var (name, @as) in texts)
        {
            if (error.Length > 0)
            {
                return error;
            }
            message.Object.TryGet(name, out var text);
            error = text.IsBytes ? "" : Unexpected(text, "a string");
            fields.SetOwned(@as, text);
        }
        if (error.Length == 0 && fields.TryGet("message_type", out var type))
        {
            error = type.Text is "CONTROL_MESSAGE" or "DATA_MESSAGE"
                ? ""
                : $"unknown variant `{type.Text}`, expected `CONTROL_MESSAGE` or `DATA_MESSAGE`";
        }
        if (error.Length == 0)
        {
            error = TranslateLists(message.Object, fields);
        }
        return error;
    }

    private static string TranslateLists(VrlObject message, VrlObject fields)
    {
        message.TryGet("subscriptionFilters", out var filters);
        message.TryGet("logEvents", out var logged);
        if (!filters.IsArray || !logged.IsArray)
        {
            return Unexpected(filters.IsArray ? logged : filters, "a sequence");
        }
        foreach (var filter in filters.Array)
        {
            if (!filter.IsBytes)
            {
                return Unexpected(filter, "a string");
            }
        }
        fields.SetOwned("subscription_filters", filters);
        var events = new VrlArray(logged.Array.Count);
        foreach (var item in logged.Array)
        {
            var error = TranslateEvent(item, out var @event);
            if (error.Length > 0)
            {
                return error;
            }
            events.AddOwned(Value.From(@event));
        }
        fields.SetOwned("log_events", Value.From(events));
        return "";
    }

    private static string TranslateEvent(Value item, out VrlObject @event)
    {
        @event = new VrlObject(3);
        if (!item.IsObject)
        {
            return Unexpected(item, "struct AwsCloudWatchLogEvent");
        }
        if (CheckNames(item.Object, eventNames) is { Length: > 0 } error)
        {
            return error;
        }
        item.Object.TryGet("id", out var id);
        item.Object.TryGet("timestamp", out var time);
        item.Object.TryGet("message", out var text);
        if (!id.IsBytes || !text.IsBytes)
        {
            return Unexpected(id.IsBytes ? text : id, "a string");
        }
        if (!time.IsInteger)
        {
            return Unexpected(time, "a unix timestamp in milliseconds");
        }
        var seconds = Math.DivRem(time.Integer, 1000, out var milliseconds);
        if (milliseconds < 0)
        {
            seconds--;
            milliseconds += 1000;
        }
        if (seconds is < FirstSecond or > LastSecond)
        {
            return $"value is not a legal timestamp: {time.Integer}";
        }
        @event.SetOwned("id", id);
        @event.SetOwned("message", text);
        @event.SetOwned(
            "timestamp",
            Value.From(new Timestamp(seconds, (int)milliseconds * 1_000_000))
        );
        return "";
    }

    private static string CheckNames(VrlObject fields, string[] names)
    {
        foreach (var (name, _) in fields)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                return $"unknown field `{name}`, expected one of {string.Join(", ", names.Select(known => $"`{known}`"))}";
            }
        }
        foreach (var name in names)
        {
            if (!fields.Contains(name))
            {
                return $"missing field `{name}`";
            }
        }
        return "";
    }

    private static string Unexpected(Value value, string expected)
    {
        var found = value.Kind switch
        {
            ValueKind.Bytes => $"string {VrlJson.Write(value)}",
            ValueKind.Integer => $"integer `{value.Integer}`",
            ValueKind.Float => $"floating point `{VrlJson.Write(value)}`",
            ValueKind.Boolean => $"boolean `{VrlJson.Write(value)}`",
            ValueKind.Array => "sequence",
            ValueKind.Object => "map",
            _ => "null",
        };
        return $"invalid type: {found}, expected {expected}";
    }
}
