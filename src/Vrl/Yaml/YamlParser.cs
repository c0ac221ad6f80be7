namespace Freshet.Vrl.Yaml;

/// <summary>Makes the events of the first document out of tokens, up to the first fault.</summary>
internal sealed class YamlParser
{
    /// <summary>How deep collections may be nested.</summary>
    public const int MaxDepth = 128;

    private const string CoreTags = "tag:yaml.org,2002:";

    private readonly YamlSource source;
    private readonly YamlScanner scanner;
    private readonly List<YamlEvent> events = [];
    private readonly Dictionary<string, int> anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tags = new(StringComparer.Ordinal);
    private int depth;

    /// <summary>What a node has before its content, and where it starts.</summary>
    private readonly record struct Properties(YamlMark Start, string? Anchor, string Tag)
    {
        public bool AreAny => Anchor is not null || Tag.Length > 0;
    }

    public YamlParser(YamlSource source)
    {
        this.source = source;
        scanner = new(source);
    }

    public IReadOnlyList<YamlEvent> Events => events;

    /// <summary>Whether there is more than one document, all of which may be sound.</summary>
    public bool HasMore { get; private set; }

    public bool TryParse()
    {
        if (!scanner.TryPeek(out var token))
        {
            return false;
        }
        if (token.Kind == YamlTokenKind.StreamEnd)
        {
            return true;
        }
        var isExplicit =
            token.Kind
            is YamlTokenKind.VersionDirective
                or YamlTokenKind.TagDirective
                or YamlTokenKind.DocumentStart;
        var isParsed = isExplicit
            ? TryParseDirectives() && TryParseExplicit()
            : TryParseDirectives() && TryParseNode(isBlock: true, mayLackIndent: false);
        if (!isParsed)
        {
            return false;
        }
        return TryEndDocument();
    }

    private bool TryParseExplicit()
    {
        if (!scanner.TryPeek(out var token))
        {
            return false;
        }
        if (token.Kind != YamlTokenKind.DocumentStart)
        {
            return source.Fail("did not find expected <document start>", token.Start);
        }
        scanner.Skip();
        return IsNext(
            out token,
            YamlTokenKind.VersionDirective,
            YamlTokenKind.TagDirective,
            YamlTokenKind.DocumentStart,
            YamlTokenKind.DocumentEnd,
            YamlTokenKind.StreamEnd
        )
            ? AddEmpty(token.Start)
            : TryParseNode(isBlock: true, mayLackIndent: false);
    }

    /// <summary>Faults in further documents do not matter: more than one is one itself.</summary>
    private bool TryEndDocument()
    {
        if (!scanner.TryPeek(out var token))
        {
            return false;
        }
        while (token.Kind == YamlTokenKind.DocumentEnd)
        {
            scanner.Skip();
            if (!scanner.TryPeek(out token))
            {
                break;
            }
        }
        HasMore = token.Kind != YamlTokenKind.StreamEnd || source.Error is not null;
        return true;
    }

    private bool TryParseDirectives()
    {
        var hasVersion = false;
        while (scanner.TryPeek(out var token))
        {
            if (token.Kind == YamlTokenKind.VersionDirective)
            {
                if (hasVersion)
                {
                    return source.Fail("found duplicate %YAML directive", token.Start);
                }
                if (token.Text is not ("1.1" or "1.2"))
                {
                    return source.Fail("found incompatible YAML document", token.Start);
                }
                hasVersion = true;
            }
            else if (token.Kind == YamlTokenKind.TagDirective)
            {
                if (!tags.TryAdd(token.Text, token.Suffix))
                {
                    return source.Fail("found duplicate %TAG directive", token.Start);
                }
            }
            else
            {
                tags.TryAdd("!", "!");
                tags.TryAdd("!!", CoreTags);
                return true;
            }
            scanner.Skip();
        }
        return false;
    }

    /// <param name="mayLackIndent">Whether a sequence may start here without being further in than its parent.</param>
    private bool TryParseNode(bool isBlock, bool mayLackIndent)
    {
        if (!scanner.TryPeek(out var token))
        {
            return false;
        }
        if (token.Kind == YamlTokenKind.Alias)
        {
            scanner.Skip();
            return anchors.TryGetValue(token.Text, out var target)
                ? Add(new(YamlEventKind.Alias, token.Start, Target: target))
                : source.Fail("unknown anchor", token.Start);
        }
        if (!TryParseProperties(out var properties) || !scanner.TryPeek(out token))
        {
            return false;
        }
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when mayLackIndent:
                return TryParseIndentlessSequence(properties);
            case YamlTokenKind.Plain or YamlTokenKind.Quoted:
                scanner.Skip();
                return Add(YamlEventKind.Scalar, properties, token);
            case YamlTokenKind.FlowSequenceStart:
                return TryParseFlowSequence(properties, token.Start);
            case YamlTokenKind.FlowMappingStart:
                return TryParseFlowMapping(properties, token.Start);
            case YamlTokenKind.BlockSequenceStart when isBlock:
                return TryParseBlockSequence(properties, token.Start);
            case YamlTokenKind.BlockMappingStart when isBlock:
                return TryParseBlockMapping(properties, token.Start);
        }
        return properties.AreAny
            ? Add(
                YamlEventKind.Scalar,
                properties,
                new(YamlTokenKind.Plain, token.Start, token.End)
            )
            : source.Fail(
                "did not find expected node content",
                token.Start,
                $"while parsing a {(isBlock ? "block" : "flow")} node",
                properties.Start
            );
    }

    private bool TryParseProperties(out Properties properties)
    {
        properties = default;
        string? anchor = null;
        YamlToken? tag = null;
        YamlMark? start = null;
        while (scanner.TryPeek(out var token))
        {
            start ??= token.Start;
            if (token.Kind == YamlTokenKind.Anchor && anchor is null)
            {
                anchor = token.Text;
            }
            else if (token.Kind == YamlTokenKind.Tag && tag is null)
            {
                tag = token;
            }
            else
            {
                properties = new(start.Value, anchor, "");
                return tag is null || TryResolve(tag.Value, ref properties);
            }
            scanner.Skip();
        }
        return false;
    }

    private bool TryResolve(YamlToken tag, ref Properties properties)
    {
        var prefix = "";
        if (tag.Text.Length > 0 && !tags.TryGetValue(tag.Text, out prefix))
        {
            return source.Fail(
                "found undefined tag handle",
                tag.Start,
                "while parsing a node",
                properties.Start
            );
        }
        properties = properties with { Tag = prefix + tag.Suffix };
        return true;
    }

    private bool TryParseBlockSequence(Properties properties, YamlMark start)
    {
        scanner.Skip();
        if (!TryStart(YamlEventKind.SequenceStart, properties))
        {
            return false;
        }
        while (IsNext(out var entry, YamlTokenKind.BlockEntry))
        {
            scanner.Skip();
            if (!TryParseValue(entry.End, YamlTokenKind.BlockEntry, YamlTokenKind.BlockEnd))
            {
                return false;
            }
        }
        return TryEndBlock(
            YamlEventKind.SequenceEnd,
            "did not find expected '-' indicator",
            "while parsing a block collection",
            start
        );
    }

    private bool TryParseIndentlessSequence(Properties properties)
    {
        if (!TryStart(YamlEventKind.SequenceStart, properties))
        {
            return false;
        }
        YamlToken next;
        while (IsNext(out next, YamlTokenKind.BlockEntry))
        {
            scanner.Skip();
            if (
                !TryParseValue(
                    next.End,
                    YamlTokenKind.BlockEntry,
                    YamlTokenKind.Key,
                    YamlTokenKind.Value,
                    YamlTokenKind.BlockEnd
                )
            )
            {
                return false;
            }
        }
        return source.Error is null && End(YamlEventKind.SequenceEnd, next.Start);
    }

    private bool TryParseBlockMapping(Properties properties, YamlMark start)
    {
        scanner.Skip();
        if (!TryStart(YamlEventKind.MappingStart, properties))
        {
            return false;
        }
        while (IsNext(out var key, YamlTokenKind.Key))
        {
            scanner.Skip();
            if (!TryParseMappingPart(key.End) || !TryParseMappingValue())
            {
                return false;
            }
        }
        return TryEndBlock(
            YamlEventKind.MappingEnd,
            "did not find expected key",
            "while parsing a block mapping",
            start
        );
    }

    private bool TryParseMappingValue()
    {
        if (IsNext(out var token, YamlTokenKind.Value))
        {
            scanner.Skip();
            return TryParseMappingPart(token.End);
        }
        return source.Error is null && AddEmpty(token.Start);
    }

    private bool TryParseMappingPart(YamlMark mark) =>
        TryParseValue(
            mark,
            isBlock: true,
            mayLackIndent: true,
            YamlTokenKind.Key,
            YamlTokenKind.Value,
            YamlTokenKind.BlockEnd
        );

    private bool TryEndBlock(YamlEventKind kind, string problem, string context, YamlMark start)
    {
        if (!scanner.TryPeek(out var token))
        {
            return false;
        }
        if (token.Kind != YamlTokenKind.BlockEnd)
        {
            return source.Fail(problem, token.Start, context, start);
        }
        scanner.Skip();
        return End(kind, token.Start);
    }

    private bool TryParseFlowSequence(Properties properties, YamlMark start)
    {
        scanner.Skip();
        if (!TryStart(YamlEventKind.SequenceStart, properties))
        {
            return false;
        }
        for (var isFirst = true; ; isFirst = false)
        {
            if (!TrySeparate(YamlTokenKind.FlowSequenceEnd, isFirst, start, out var token))
            {
                return false;
            }
            if (token.Kind == YamlTokenKind.FlowSequenceEnd)
            {
                scanner.Skip();
                return End(YamlEventKind.SequenceEnd, token.Start);
            }
            var isParsed =
                token.Kind == YamlTokenKind.Key
                    ? TryParsePair(token)
                    : TryParseNode(isBlock: false, mayLackIndent: false);
            if (!isParsed)
            {
                return false;
            }
        }
    }

    /// <summary>A mapping of one key without braces.</summary>
    private bool TryParsePair(YamlToken key)
    {
        scanner.Skip();
        if (!TryStart(YamlEventKind.MappingStart, new(key.Start, Anchor: null, "")))
        {
            return false;
        }
        if (
            IsNext(
                out var next,
                YamlTokenKind.Value,
                YamlTokenKind.FlowEntry,
                YamlTokenKind.FlowSequenceEnd
            )
        )
        {
            // As libyaml does: the token goes, whatever it is.
            scanner.Skip();
            AddEmpty(next.End);
        }
        else if (!TryParseNode(isBlock: false, mayLackIndent: false))
        {
            return false;
        }
        return TryParseFlowValue(YamlTokenKind.FlowSequenceEnd)
            && scanner.TryPeek(out next)
            && End(YamlEventKind.MappingEnd, next.Start);
    }

    private bool TryParseFlowMapping(Properties properties, YamlMark start)
    {
        scanner.Skip();
        if (!TryStart(YamlEventKind.MappingStart, properties))
        {
            return false;
        }
        for (var isFirst = true; ; isFirst = false)
        {
            if (!TrySeparate(YamlTokenKind.FlowMappingEnd, isFirst, start, out var token))
            {
                return false;
            }
            if (token.Kind == YamlTokenKind.FlowMappingEnd)
            {
                scanner.Skip();
                return End(YamlEventKind.MappingEnd, token.Start);
            }
            var isParsed =
                token.Kind == YamlTokenKind.Key
                    ? TryParseFlowKey() && TryParseFlowValue(YamlTokenKind.FlowMappingEnd)
                    : TryParseNode(isBlock: false, mayLackIndent: false)
                        && scanner.TryPeek(out token)
                        && AddEmpty(token.Start);
            if (!isParsed)
            {
                return false;
            }
        }
    }

    private bool TryParseFlowKey()
    {
        scanner.Skip();
        return scanner.TryPeek(out var token)
            && TryParseValue(
                token.Start,
                isBlock: false,
                mayLackIndent: false,
                YamlTokenKind.Value,
                YamlTokenKind.FlowEntry,
                YamlTokenKind.FlowMappingEnd
            );
    }

    private bool TryParseFlowValue(YamlTokenKind end)
    {
        if (IsNext(out var token, YamlTokenKind.Value))
        {
            scanner.Skip();
            return scanner.TryPeek(out token)
                && TryParseValue(
                    token.Start,
                    isBlock: false,
                    mayLackIndent: false,
                    YamlTokenKind.FlowEntry,
                    end
                );
        }
        return source.Error is null && AddEmpty(token.Start);
    }

    /// <summary>Reads the comma between entries; gives what comes next.</summary>
    private bool TrySeparate(YamlTokenKind end, bool isFirst, YamlMark start, out YamlToken token)
    {
        if (!scanner.TryPeek(out token))
        {
            return false;
        }
        if (isFirst || token.Kind == end)
        {
            return true;
        }
        if (token.Kind != YamlTokenKind.FlowEntry)
        {
            var isSequence = end == YamlTokenKind.FlowSequenceEnd;
            return source.Fail(
                $"did not find expected ',' or '{(isSequence ? ']' : '}')}'",
                token.Start,
                $"while parsing a flow {(isSequence ? "sequence" : "mapping")}",
                start
            );
        }
        scanner.Skip();
        return scanner.TryPeek(out token);
    }

    private bool TryParseValue(YamlMark mark, params ReadOnlySpan<YamlTokenKind> ends) =>
        TryParseValue(mark, isBlock: true, mayLackIndent: false, ends);

    /// <summary>A node, or an empty one if one of the ends comes.</summary>
    private bool TryParseValue(
        YamlMark mark,
        bool isBlock,
        bool mayLackIndent,
        params ReadOnlySpan<YamlTokenKind> ends
    )
    {
        if (IsNext(out _, ends))
        {
            return AddEmpty(mark);
        }
        return TryParseNode(isBlock, mayLackIndent);
    }

    /// <summary>False too if there is no next token for a fault.</summary>
    private bool IsNext(out YamlToken token, params ReadOnlySpan<YamlTokenKind> kinds) =>
        scanner.TryPeek(out token) && kinds.Contains(token.Kind);

    private bool TryStart(YamlEventKind kind, Properties properties)
    {
        Add(kind, properties, default);
        return ++depth <= MaxDepth || source.Fail("recursion limit exceeded", properties.Start);
    }

    private bool End(YamlEventKind kind, YamlMark mark)
    {
        depth--;
        return Add(new(kind, mark));
    }

    private bool AddEmpty(YamlMark mark) => Add(new(YamlEventKind.Scalar, mark, IsPlain: true));

    private bool Add(YamlEventKind kind, Properties properties, YamlToken token)
    {
        if (properties.Anchor is not null)
        {
            anchors[properties.Anchor] = events.Count;
        }
        return Add(
            new(
                kind,
                properties.Start,
                token.Text ?? "",
                properties.Tag,
                IsPlain: token.Kind == YamlTokenKind.Plain
            )
        );
    }

    private bool Add(YamlEvent @event)
    {
        events.Add(@event);
        return true;
    }
}
