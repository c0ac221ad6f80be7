namespace Freshet.Events.CDEvents;

/// <summary>What CDEvents of all types have in common: context, subject, links and what producers add.</summary>
internal static class CDEventForms
{
    public static readonly TextRule Text = new();
    public static readonly TextRule FilledText = new(isFilled: true);
    public static readonly TextRule Reference = new(TextFormat.UriReference, isFilled: true);
    public static readonly TextRule FilledUri = new(TextFormat.Uri, isFilled: true);
    public static readonly TextRule Purl = new(TextFormat.Purl, isFilled: true);

    private static readonly FreeObjectRule Anything = new();
    private static readonly ListRule Links = new(NewLinkRule());

    /// <summary>The form of an event of a type.</summary>
    /// <param name="release">The release of the specification.</param>
    /// <param name="name">Subject and predicate.</param>
    /// <param name="subjectType">The type of its subject.</param>
    /// <param name="content">The fields of its content.</param>
    public static ObjectRule Of(
        SpecVersion release,
        string name,
        string subjectType,
        IEnumerable<Field> content
    )
    {
        // An artifact is called by its package URL.
        var id = name.StartsWith("artifact.", StringComparison.Ordinal) ? Purl : FilledText;
        var form = new ObjectRule([.. content.Where(field => field.IsIn(release))]);
        var type = new TextRule(values: [subjectType]);
        // 0.5 dropped the subject's type, and left it in one place.
        Field[] typeField =
            release < SpecVersion.V051 ? [new("type", type, IsRequired: true)]
            : name == "ticket.closed" ? [new("type", type)]
            : [];
        return Whole(Context(release, FilledText), Subject(id, typeField, form));
    }

    /// <summary>The form of a custom event.</summary>
    public static ObjectRule Custom(SpecVersion release)
    {
        var type = new TextRule(TextFormat.CustomSubject);
        return Whole(
            Context(release, new TextRule(TextFormat.CustomType)),
            Subject(
                FilledText,
                [new("type", type, IsRequired: release < SpecVersion.V051)],
                Anything
            )
        );
    }

    /// <summary>What can be said of an event whose type is not known.</summary>
    public static ObjectRule Unknown(SpecVersion release) =>
        Whole(
            Context(release, FilledText),
            Subject(FilledText, [new("type", FilledText)], Anything)
        );

    private static ObjectRule Whole(ObjectRule context, ObjectRule subject) =>
        new(
            new("context", context, IsRequired: true),
            new("subject", subject, IsRequired: true),
            new("customData", new CustomDataRule()),
            new("customDataContentType", Text)
        );

    private static ObjectRule Context(SpecVersion release, TextRule type)
    {
        var version = release < SpecVersion.V051 ? "version" : "specversion";
        Field[] fields =
        [
            new(version, FilledText, IsRequired: true),
            new("id", FilledText, IsRequired: true),
            new("source", Reference, IsRequired: true),
            new("type", type, IsRequired: true),
            new("timestamp", new TextRule(TextFormat.DateTime), IsRequired: true),
            new("schemaUri", FilledUri, From: SpecVersion.V041),
            new("chainId", FilledText, From: SpecVersion.V041),
            new("links", Links, From: SpecVersion.V041),
        ];
        return new([.. fields.Where(field => field.IsIn(release))]);
    }

    private static ObjectRule Subject(TextRule id, Field[] type, Rule content) =>
        new([
            new("id", id, IsRequired: true),
            new("source", Reference),
            .. type,
            new("content", content, IsRequired: true),
        ]);

    private static LinkRule NewLinkRule()
    {
        var from = new ObjectRule(new Field("contextId", FilledText, IsRequired: true));
        var target = new ObjectRule(new Field("contextId", FilledText));
        var tags = new Field("tags", Anything);
        return new(
            [
                ("END", new(TypeField("END"), new("from", from), tags)),
                ("PATH", new(TypeField("PATH"), new("from", from, IsRequired: true), tags)),
                (
                    "RELATION",
                    new(
                        TypeField("RELATION"),
                        new("linkKind", FilledText, IsRequired: true),
                        new("target", target, IsRequired: true),
                        tags
                    )
                ),
            ],
            new(
                TypeField("END", "PATH", "RELATION"),
                new("from", from),
                new("linkKind", FilledText),
                new("target", target),
                tags
            )
        );

        static Field TypeField(params string[] values) =>
            new(LinkRule.TypeName, new TextRule(values: values), IsRequired: true);
    }
}
