namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// Which topics a filter has looked at, and what it said: two bits each, 1 KB in all. Safe from several threads without a lock: an answer never
/// changes, so whoever comes late writes the same bits again.
/// </summary>
internal sealed class TopicAnswers
{
    private const uint Known = 0b01;
    private const uint Passes = 0b11;
    private const int TopicsPerWord = 16;

    private readonly uint[] words = new uint[TopicTable.Capacity / TopicsPerWord];

    /// <summary>What was said of the topic with that number; false where nothing was yet.</summary>
    public bool TryGet(int index, out bool passes)
    {
        var bits = Volatile.Read(ref words[index / TopicsPerWord]) >> ShiftOf(index);
        passes = (bits & Passes) == Passes;
        return (bits & Known) != 0;
    }

    public void Set(int index, bool passes)
    {
        // Both bits at once, and those of the other topics of the word untouched: no reader sees half an answer.
        var bits = (passes ? Passes : Known) << ShiftOf(index);
        Interlocked.Or(ref words[index / TopicsPerWord], bits);
    }

    private static int ShiftOf(int index) => 2 * (index % TopicsPerWord);
}
