using System.Collections;

namespace Freshet.Vrl.Values;

/// <summary>
/// An object: keys, sorted by their UTF-8 bytes, with values.
/// <para>
/// Objects and arrays have value semantics, and copies are put off: whoever puts one in a second place marks it shared (<see cref="Value.Share"/>), and
/// whoever wants to change one that is shared changes a copy of it instead (<see cref="Writable"/>). A copy shares its children.
/// Storing in a variable or the event, reading from one, and insertion here mark; so a function may return any part of its arguments.
/// </para>
/// </summary>
public sealed class VrlObject
    : IEquatable<VrlObject>,
        IReadOnlyCollection<KeyValuePair<string, Value>>
{
    private string[] keys;
    private Value[] values;

    public VrlObject(int capacity = 4)
    {
        keys = capacity == 0 ? [] : new string[capacity];
        values = capacity == 0 ? [] : new Value[capacity];
    }

    /// <summary>
    /// An object of fields in any order, whose values no other place holds; of a key given twice the last counts. Unlike one <see cref="Set"/> after another
    /// it is fast for very many keys in any order.
    /// </summary>
    internal static VrlObject FromOwned(List<KeyValuePair<string, Value>> fields)
    {
        var isSorted = true;
        for (var i = 1; i < fields.Count && isSorted; i++)
        {
            isSorted = KeyOrder.Compare(fields[i - 1].Key, fields[i].Key) < 0;
        }
        var ordered = isSorted
            ? (IEnumerable<KeyValuePair<string, Value>>)fields
            : fields.OrderBy(field => field.Key, KeyOrder.Comparer);
        var result = new VrlObject(fields.Count);
        foreach (var (key, value) in ordered)
        {
            result.SetOwned(key, value);
        }
        return result;
    }

    public int Count { get; private set; }

    /// <summary>Whether more than one place may hold this object: then it must not be changed.</summary>
    internal bool IsShared { get; set; }

    public IReadOnlyList<string> Keys => new ArraySegment<string>(keys, 0, Count);

    internal string KeyAt(int index) => keys[index];

    internal Value ValueAt(int index) => values[index];

    public bool TryGet(string key, out Value value)
    {
        var at = Find(key);
        value = at >= 0 ? values[at] : default;
        return at >= 0;
    }

    public bool Contains(string key) => Find(key) >= 0;

    /// <summary>Sets the key. A container that is put in is shared from then on.</summary>
    public void Set(string key, Value value) => SetOwned(key, value.Share());

    /// <summary>Sets the key to a value that no other place holds.</summary>
    internal void SetOwned(string key, Value value)
    {
        // Keys mostly come in order, as from another object: then the end is the place.
        var at = Count > 0 && KeyOrder.Compare(keys[Count - 1], key) < 0 ? ~Count : Find(key);
        if (at >= 0)
        {
            values[at] = value;
            return;
        }
        at = ~at;
        if (Count == keys.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref keys, size);
            Array.Resize(ref values, size);
        }
        Array.Copy(keys, at, keys, at + 1, Count - at);
        Array.Copy(values, at, values, at + 1, Count - at);
        keys[at] = key;
        values[at] = value;
        Count++;
    }

    public bool Remove(string key, out Value removed)
    {
        var at = Find(key);
        removed = default;
        if (at < 0)
        {
            return false;
        }
        removed = values[at];
        Count--;
        Array.Copy(keys, at + 1, keys, at, Count - at);
        Array.Copy(values, at + 1, values, at, Count - at);
        keys[Count] = null!;
        values[Count] = default;
        return true;
    }

    /// <summary>This object where it may be changed, else a copy that may.</summary>
    public VrlObject Writable() => IsShared ? Copy() : this;

    /// <summary>A copy of this level; the levels below are shared by both.</summary>
    public VrlObject Copy()
    {
        var copy = new VrlObject(Count);
        for (var i = 0; i < Count; i++)
        {
            copy.keys[i] = keys[i];
            copy.values[i] = values[i].Share();
        }
        copy.Count = Count;
        return copy;
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new(keys[i], values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(VrlObject? other) =>
        other is not null && ContainerEquality.AreEqual(Value.From(this), Value.From(other));

    public override bool Equals(object? obj) => Equals(obj as VrlObject);

    public override int GetHashCode() => HashTo(ContainerEquality.HashedLevels);

    /// <inheritdoc cref="Value.HashTo"/>
    internal int HashTo(int levels)
    {
        var hash = new HashCode();
        hash.Add(Count);
        for (var i = 0; levels > 0 && i < Count; i++)
        {
            hash.Add(keys[i], StringComparer.Ordinal);
            hash.Add(values[i].HashTo(levels - 1));
        }
        return hash.ToHashCode();
    }

    /// <summary>The key's place, or the complement of where it belongs.</summary>
    private int Find(string key)
    {
        int low = 0,
            high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = KeyOrder.Compare(keys[middle], key);
            if (order == 0)
            {
                return middle;
            }
            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return ~low;
    }
}
