using System.Runtime.InteropServices;

namespace Freshet.Vrl.Values;

/// <summary>
/// A value of the language, or the failure to make one. Sixteen bytes: scalars stand in it without a box. A default value is null.
/// </summary>
/// <remarks>
/// Arrays and objects have value semantics: see <see cref="VrlObject"/> on how a copy is put off until somebody writes.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly partial struct Value : IEquatable<Value>
{
    private readonly object? reference;
    private readonly long bits;

    private Value(object? reference, long bits = 0)
    {
        this.reference = reference;
        this.bits = bits;
    }

    public static Value Null => default;

    public static Value True { get; } = new(Scalar.Boolean, 1);

    public static Value False { get; } = new(Scalar.Boolean, 0);

    public static Value EmptyString { get; } = new(Bytes.Empty);

    internal static Value Missing { get; } = new(Scalar.Missing);

    public static Value From(bool value) => value ? True : False;

    public static Value From(long value) => new(Scalar.Integer, value);

    /// <summary>A float is never NaN in the language: a caller whose computation may give NaN must fail instead.</summary>
    public static Value From(double value) =>
        new(Scalar.Float, BitConverter.DoubleToInt64Bits(value));

    public static Value From(string value) => new(Bytes.From(value));

    public static Value From(ReadOnlyMemory<byte> value) => new(new Bytes(value));

    public static Value From(Bytes value) => new(value);

    public static Value From(Timestamp value) => new(value);

    public static Value From(VrlRegex value) => new(value);

    public static Value From(VrlArray value) => new(value);

    public static Value From(VrlObject value) => new(value);

    public static implicit operator Value(bool value) => From(value);

    public static implicit operator Value(long value) => From(value);

    public static implicit operator Value(double value) => From(value);

    public static implicit operator Value(string value) => From(value);

    /// <summary>The failure of a function or an operator, for the program's author to read; the place is added where it is known.</summary>
    public static Value Fail(string message) => new(new Failure(FailureKind.Error, message));

    internal static Value Fail(Failure failure) => new(failure);

    public ValueKind Kind =>
        reference switch
        {
            null => ValueKind.Null,
            Scalar scalar => scalar.Kind,
            Values.Bytes => ValueKind.Bytes,
            VrlObject => ValueKind.Object,
            VrlArray => ValueKind.Array,
            Values.Timestamp => ValueKind.Timestamp,
            VrlRegex => ValueKind.Regex,
            _ => ValueKind.Failure,
        };

    public bool IsNull => reference is null;
    public bool IsBoolean => ReferenceEquals(reference, Scalar.Boolean);
    public bool IsInteger => ReferenceEquals(reference, Scalar.Integer);
    public bool IsFloat => ReferenceEquals(reference, Scalar.Float);
    public bool IsBytes => reference is Values.Bytes;
    public bool IsTimestamp => reference is Values.Timestamp;
    public bool IsRegex => reference is VrlRegex;
    public bool IsArray => reference is VrlArray;
    public bool IsObject => reference is VrlObject;
    public bool IsMissing => ReferenceEquals(reference, Scalar.Missing);
    public bool IsFailure => reference is Values.Failure;

    /// <summary>The value as what it is known to be; an <see cref="InvalidCastException"/> is a mistake of the caller.</summary>
    public bool Boolean => IsBoolean ? bits != 0 : throw Not(ValueKind.Boolean);

    /// <inheritdoc cref="Boolean"/>
    public long Integer => IsInteger ? bits : throw Not(ValueKind.Integer);

    /// <inheritdoc cref="Boolean"/>
    public double Float =>
        IsFloat ? BitConverter.Int64BitsToDouble(bits) : throw Not(ValueKind.Float);

    /// <inheritdoc cref="Boolean"/>
    public Bytes Bytes => reference as Bytes ?? throw Not(ValueKind.Bytes);

    /// <inheritdoc cref="Boolean"/>
    public Timestamp Timestamp =>
        reference is Timestamp value ? value : throw Not(ValueKind.Timestamp);

    /// <inheritdoc cref="Boolean"/>
    public VrlRegex Regex => reference as VrlRegex ?? throw Not(ValueKind.Regex);

    /// <inheritdoc cref="Boolean"/>
    public VrlArray Array => reference as VrlArray ?? throw Not(ValueKind.Array);

    /// <inheritdoc cref="Boolean"/>
    public VrlObject Object => reference as VrlObject ?? throw Not(ValueKind.Object);

    /// <inheritdoc cref="Boolean"/>
    internal Failure Failure => reference as Failure ?? throw Not(ValueKind.Failure);

    /// <summary>Says that another place holds this value too: a container is copied before it is changed. Returns the value itself.</summary>
    public Value Share()
    {
        if (reference is VrlObject @object)
        {
            @object.IsShared = true;
        }
        else if (reference is VrlArray array)
        {
            array.IsShared = true;
        }
        return this;
    }

    /// <summary>A string's text, bytes that are no UTF-8 replaced by U+FFFD.</summary>
    public string Text => Bytes.ToString();

    /// <summary>An integer or float as a float.</summary>
    internal double Number => IsInteger ? bits : Float;

    private InvalidCastException Not(ValueKind kind) => new($"the value is {Kind}, not {kind}");

    /// <summary>Marks a scalar: <see cref="bits"/> holds it.</summary>
    private sealed class Scalar(ValueKind kind)
    {
        public static readonly Scalar Boolean = new(ValueKind.Boolean);
        public static readonly Scalar Integer = new(ValueKind.Integer);
        public static readonly Scalar Float = new(ValueKind.Float);
        public static readonly Scalar Missing = new(ValueKind.Missing);

        public ValueKind Kind => kind;
    }
}
