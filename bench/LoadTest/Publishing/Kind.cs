using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Publishing;

/// <summary>What filters go by: 100 types, of ten subjects and ten actions, from ten services. Subject, action and service have nothing to do with each other.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Kind(string Type, string Source)
{
    public static readonly string[] Subjects =
    [
        "blog",
        "cart",
        "comment",
        "customer",
        "invoice",
        "order",
        "parcel",
        "payment",
        "product",
        "user",
    ];

    public static readonly string[] Actions =
    [
        "approved",
        "archived",
        "cancelled",
        "created",
        "deleted",
        "expired",
        "rejected",
        "renamed",
        "shipped",
        "updated",
    ];

    public static readonly string[] Services =
    [
        "blog-service",
        "billing-service",
        "catalogue-service",
        "checkout",
        "crm",
        "delivery-service",
        "identity",
        "import-eu",
        "import-us",
        "search-service",
    ];

    // Without a common divisor, so that all kinds come equally often, and no two in a row are alike.
    private const int Stride = 617;

    /// <summary>How many there are.</summary>
    public static int Count => Subjects.Length * Actions.Length * Services.Length;

    /// <summary>Which kind the event is that comes as this one, in all topics together.</summary>
    public static int IndexOf(long serial) => (int)(serial * Stride % Count);

    public static Kind At(int index)
    {
        var (rest, subject) = Math.DivRem(index, Subjects.Length);
        var (service, action) = Math.DivRem(rest, Actions.Length);
        return new($"{Subjects[subject]}.{Actions[action]}", Services[service]);
    }
}
