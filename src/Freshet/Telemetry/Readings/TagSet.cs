namespace Freshet.Telemetry.Readings;

/// <summary>The tags of a series, as its instrument gives them: an instrument gives its tags in one order.</summary>
/// <param name="Tags">The tags.</param>
internal readonly record struct TagSet(KeyValuePair<string, object?>[] Tags)
{
    public static readonly IEqualityComparer<TagSet> Comparer = new ByTags();

    /// <summary>Finds a series by tags that nothing was made of yet.</summary>
    private sealed class ByTags
        : IEqualityComparer<TagSet>,
            IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, TagSet>
    {
        public bool Equals(TagSet x, TagSet y) => Equals(x.Tags.AsSpan(), y);

        public int GetHashCode(TagSet obj) => GetHashCode(obj.Tags.AsSpan());

        public TagSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) =>
            new(alternate.ToArray());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, TagSet other)
        {
            if (alternate.Length != other.Tags.Length)
            {
                return false;
            }
            for (var i = 0; i < alternate.Length; i++)
            {
                if (
                    alternate[i].Key != other.Tags[i].Key
                    || !Equals(alternate[i].Value, other.Tags[i].Value)
                )
                {
                    return false;
                }
            }
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var hash = new HashCode();
            foreach (var (name, value) in alternate)
            {
                hash.Add(name, StringComparer.Ordinal);
                hash.Add(value);
            }
            return hash.ToHashCode();
        }
    }
}
