namespace Freshet.Vrl.Typing;

/// <summary>The kinds that a value may be of, without what is inside containers.</summary>
[Flags]
public enum Kinds
{
    Never = 0,
    Bytes = 1,
    Integer = 2,
    Float = 4,
    Boolean = 8,
    Timestamp = 16,
    Regex = 32,
    Null = 64,
    Array = 128,
    Object = 256,

    /// <summary>Nothing is there: a path that leads nowhere. It reads as null.</summary>
    Undefined = 512,

    Number = Integer | Float,
    Container = Array | Object,

    /// <summary>What JSON has.</summary>
    Json = Bytes | Number | Boolean | Null | Container,
    Any = Json | Timestamp | Regex,
}
