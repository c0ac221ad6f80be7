using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <summary>Equality as JSON Schema has it: numbers are equal where their values are, <c>1</c> and <c>1.0</c>.</summary>
internal sealed class JsonComparer : IEqualityComparer<Value>
{
    public static JsonComparer Instance { get; } = new();

    public bool Equals(Value x, Value y)
    {
        if (x.IsInteger && y.IsInteger)
        {
            return x.Integer == y.Integer;
        }
        if ((x.IsInteger || x.IsFloat) && (y.IsInteger || y.IsFloat))
        {
            return x.Number.Equals(y.Number);
        }
        if (x.IsArray && y.IsArray)
        {
            return x.Array.SequenceEqual(y.Array, this);
        }
        if (x.IsObject && y.IsObject)
        {
            if (x.Object.Count != y.Object.Count)
            {
                return false;
            }
            foreach (var (key, value) in x.Object)
            {
                if (!y.Object.TryGet(key, out var other) || !Equals(value, other))
                {
                    return false;
                }
            }
            return true;
        }
        return x == y;
    }

    public int GetHashCode(Value obj)
    {
        if (obj.IsInteger || obj.IsFloat)
        {
            return obj.Number.GetHashCode();
        }
        var hash = new HashCode();
        if (obj.IsArray)
        {
            foreach (var item in obj.Array)
            {
                hash.Add(item, this);
            }
        }
        else if (obj.IsObject)
        {
            foreach (var (key, value) in obj.Object)
            {
                hash.Add(key, StringComparer.Ordinal);
                hash.Add(value, this);
            }
        }
        else
        {
            hash.Add(obj);
        }
        return hash.ToHashCode();
    }
}
