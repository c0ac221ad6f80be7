namespace Freshet.Events.Parsing;

/// <summary>How a text holds events. <see cref="ContentParser"/> says what each becomes.</summary>
internal enum ContentFormat
{
    /// <summary>What the file's extension says (<see cref="ContentFormats"/>).</summary>
    Auto,

    /// <summary>One event: the JSON text (RFC 8259).</summary>
    Json,

    /// <summary>An event for each line that is not blank, a JSON text each.</summary>
    Jsonl,

    /// <summary>An event for each row of comma-separated values (RFC 4180) behind the header.</summary>
    CsvRow,

    /// <summary>One event: the document.</summary>
    Xml,

    /// <summary>One event: the document.</summary>
    Yaml,

    /// <summary>One event: the results of a test run, as the Test Anything Protocol has them (versions 13 and 14).</summary>
    Tap,

    /// <summary>One event: the whole text.</summary>
    Text,

    /// <summary>An event for each line that is not blank.</summary>
    TextLine,
}
