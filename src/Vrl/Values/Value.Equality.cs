namespace Freshet.Vrl.Values;

/// <content>Strict equality: the same kind and the same content. The operator <c>==</c> of the language, which takes 1 for 1.0, is elsewhere.</content>
public readonly partial struct Value
{
    public bool Equals(Value other)
    {
        if (reference is Scalar || other.reference is Scalar)
        {
            // Floats by value: 0.0 equals -0.0, and there is no NaN.
            return ReferenceEquals(reference, other.reference)
                && (bits == other.bits || (IsFloat && Float == other.Float));
        }
        return ReferenceEquals(reference, other.reference)
            || (
                (IsArray && other.IsArray) || (IsObject && other.IsObject)
                    ? ContainerEquality.AreEqual(this, other)
                    : reference is not null && reference.Equals(other.reference)
            );
    }

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => HashTo(ContainerEquality.HashedLevels);

    /// <summary>A hash of the value and so many levels inside it.</summary>
    internal int HashTo(int levels) =>
        reference switch
        {
            Scalar when IsFloat => Float.GetHashCode(),
            Scalar => HashCode.Combine(reference, bits),
            VrlArray array => array.HashTo(levels),
            VrlObject @object => @object.HashTo(levels),
            _ => reference?.GetHashCode() ?? 0,
        };

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);
}
