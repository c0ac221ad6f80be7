using System.Collections;

namespace Freshet.Vrl.Values;

/// <summary>An array. It has value semantics, as <see cref="VrlObject"/> explains.</summary>
public sealed class VrlArray : IEquatable<VrlArray>, IReadOnlyList<Value>
{
    private readonly List<Value> items;

    public VrlArray(int capacity = 0) => items = new(capacity);

    public VrlArray(IEnumerable<Value> items)
        : this()
    {
        foreach (var item in items)
        {
            Add(item);
        }
    }

    public int Count => items.Count;

    /// <summary>Whether more than one place may hold this array: then it must not be changed.</summary>
    internal bool IsShared { get; set; }

    public Value this[int index] => items[index];

    /// <summary>Adds at the end. A container that is put in is shared from then on.</summary>
    public void Add(Value value) => items.Add(value.Share());

    /// <summary>Adds a value that no other place holds.</summary>
    internal void AddOwned(Value value) => items.Add(value);

    /// <summary>Sets a place that is there.</summary>
    public void Set(int index, Value value) => items[index] = value.Share();

    /// <summary>Sets a place that is there to a value that no other place holds.</summary>
    internal void SetOwned(int index, Value value) => items[index] = value;

    public void Insert(int index, Value value) => items.Insert(index, value.Share());

    public void RemoveAt(int index) => items.RemoveAt(index);

    /// <summary>This array where it may be changed, else a copy that may.</summary>
    public VrlArray Writable() => IsShared ? Copy() : this;

    /// <summary>A copy of this level; the levels below are shared by both.</summary>
    public VrlArray Copy() => new(items);

    public IEnumerator<Value> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(VrlArray? other) =>
        other is not null && ContainerEquality.AreEqual(Value.From(this), Value.From(other));

    public override bool Equals(object? obj) => Equals(obj as VrlArray);

    public override int GetHashCode() => HashTo(ContainerEquality.HashedLevels);

    /// <inheritdoc cref="Value.HashTo"/>
    internal int HashTo(int levels)
    {
        var hash = new HashCode();
        hash.Add(Count);
        for (var i = 0; levels > 0 && i < Count; i++)
        {
            hash.Add(items[i].HashTo(levels - 1));
        }
        return hash.ToHashCode();
    }
}
