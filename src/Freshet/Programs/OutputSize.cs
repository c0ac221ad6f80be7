using Freshet.Vrl.Values;

namespace Freshet.Programs;

/// <summary>
/// Counts what is going to be written before it is: values share their parts, so that a small one in memory may be without end as text.
/// </summary>
/// <param name="limit">How many bytes there may be in all, about.</param>
/// <param name="maxDepth">How deep arrays and objects may be nested.</param>
internal sealed class OutputSize(int limit, int maxDepth)
{
    private long left = limit;

    /// <summary>Counts a value as JSON; false, and what is wrong, where it is too much.</summary>
    public bool TryAdd(Value value, out string tooMuch)
    {
        tooMuch = "";
        if (!Fits(value, maxDepth))
        {
            tooMuch = left < 0 ? TooLong : $"is nested deeper than {maxDepth} levels";
            return false;
        }
        return true;
    }

    /// <summary>Counts bytes.</summary>
    public bool TryAdd(int bytes, out string tooMuch)
    {
        left -= bytes;
        tooMuch = left < 0 ? TooLong : "";
        return left >= 0;
    }

    private string TooLong => $"makes more than {limit >> 20} MiB of one event";

    private bool Fits(Value value, int depth)
    {
        left -= value.IsBytes ? value.Bytes.Length + 2 : 4;
        if (left < 0)
        {
            return false;
        }
        if (value.IsArray)
        {
            if (depth == 0)
            {
                return false;
            }
            foreach (var item in value.Array)
            {
                if (!Fits(item, depth - 1))
                {
                    return false;
                }
            }
        }
        else if (value.IsObject)
        {
            if (depth == 0)
            {
                return false;
            }
            foreach (var (key, item) in value.Object)
            {
                left -= key.Length + 3;
                if (!Fits(item, depth - 1))
                {
                    return false;
                }
            }
        }
        return true;
    }
}
