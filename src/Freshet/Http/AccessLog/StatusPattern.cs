using System.Globalization;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.AccessLog;

/// <summary>A class of HTTP statuses (<c>4xx</c>), one of them (<c>404</c>), or all.</summary>
internal sealed class StatusPattern : IReadFromToml<StatusPattern>
{
    private readonly int first;
    private readonly int last;

    private StatusPattern(int first, int last) => (this.first, this.last) = (first, last);

    public static string Shape => "status or class of statuses";

    public bool Covers(int status) => first <= status && status <= last;

    public static StatusPattern? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "a status") is not { } text)
        {
            return null;
        }
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            return new(0, int.MaxValue);
        }
        if (text.Length == 3 && text[0] is >= '1' and <= '5')
        {
            if (text.EndsWith("xx", StringComparison.OrdinalIgnoreCase))
            {
                var hundreds = (text[0] - '0') * 100;
                return new(hundreds, hundreds + 99);
            }
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var one))
            {
                return new(one, one);
            }
        }
        reader.Error(
            value.Location,
            "this is neither a status nor a class of them",
            "write \"4xx\", \"404\" or \"all\""
        );
        return null;
    }
}
