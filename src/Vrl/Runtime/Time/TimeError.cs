namespace Freshet.Vrl.Runtime.Time;

/// <summary>Why a text is no time: in chrono's words, since they are part of what functions answer.</summary>
internal static class TimeError
{
    public const string None = "";
    public const string OutOfRange = "input is out of range";
    public const string Impossible = "no possible date and time matching input";
    public const string NotEnough = "input is not enough for unique date and time";
    public const string Invalid = "input contains invalid characters";
    public const string TooShort = "premature end of input";
    public const string TrailingInput = "trailing input";
    public const string BadFormat = "bad or unsupported format string";
}
