namespace Freshet.Vrl.Yaml;

/// <summary>
/// Splits a text into tokens, as libyaml does: collections in block style get tokens where their indentation starts and ends,
/// and a key that no <c>?</c> announces is known only once its <c>:</c> is found, so that its token is put in behind.
/// </summary>
internal sealed class YamlScanner(YamlSource source)
{
    /// <summary>How long a key without <c>?</c> may be.</summary>
    private const int MaxKeyLength = 1024;

    private readonly List<YamlToken> queue = [];
    private readonly Stack<int> indents = [];
    private readonly List<KeyCandidate> keys = [default];
    private int head;
    private int taken;
    private int indent = -1;
    private bool mayStartKey = true;
    private bool isEnded;

    /// <summary>Where a key may have started: the token it began with, by its number in the text.</summary>
    private readonly record struct KeyCandidate(
        bool IsPossible,
        bool IsRequired,
        int Token,
        YamlMark Mark
    );

    private bool IsInFlow => keys.Count > 1;

    /// <summary>The next token, which stays the next one.</summary>
    public bool TryPeek(out YamlToken token)
    {
        while (source.Error is null)
        {
            if (head < queue.Count && TryDropStaleKeys() && !MayHeadBecomeKey())
            {
                token = queue[head];
                return true;
            }
            if (source.Error is null && !TryFetch())
            {
                break;
            }
        }
        token = default;
        return false;
    }

    public void Skip()
    {
        head++;
        taken++;
        if (head == queue.Count)
        {
            queue.Clear();
            head = 0;
        }
    }

    private bool MayHeadBecomeKey()
    {
        foreach (var key in keys)
        {
            if (key.IsPossible && key.Token == taken)
            {
                return true;
            }
        }
        return false;
    }

    private bool TryFetch()
    {
        if (isEnded)
        {
            return false;
        }
        SkipToToken();
        if (!TryDropStaleKeys())
        {
            return false;
        }
        Unroll(source.Column);
        var next = source.Peek();
        if (source.IsAtEnd)
        {
            return TryEnd();
        }
        if (next == '%' && source.Column == 0)
        {
            return TryFetchDirective();
        }
        if (source.IsAnyDocumentIndicator)
        {
            return TryFetchDocumentIndicator(next);
        }
        switch (next)
        {
            case '[':
                return TryStartFlow(YamlTokenKind.FlowSequenceStart);
            case '{':
                return TryStartFlow(YamlTokenKind.FlowMappingStart);
            case ']':
                return TryEndFlow(YamlTokenKind.FlowSequenceEnd);
            case '}':
                return TryEndFlow(YamlTokenKind.FlowMappingEnd);
            case ',':
                return TryFetchSeparator(YamlTokenKind.FlowEntry);
            case '-' when source.IsBlankOrEnd(1):
                return TryFetchBlockEntry();
            case '?' when IsInFlow || source.IsBlankOrEnd(1):
                return TryFetchKey();
            case ':' when IsInFlow || source.IsBlankOrEnd(1):
                return TryFetchValue();
            case '*' or '&' or '!':
                return TryFetchProperty(next);
            case '|' or '>' when !IsInFlow:
                return TryFetchBlockScalar();
            case '\'' or '"':
                return TryFetchQuoted();
            default:
                return TryFetchPlain(next);
        }
    }

    private void SkipToToken()
    {
        while (true)
        {
            while (source.Peek() == ' ' || (source.Peek() == '\t' && (IsInFlow || !mayStartKey)))
            {
                source.Skip();
            }
            source.SkipComment();
            if (!source.IsBreak())
            {
                return;
            }
            source.SkipBreak();
            mayStartKey |= !IsInFlow;
        }
    }

    private bool TryEnd()
    {
        if (source.Column != 0)
        {
            source.StartLine();
        }
        Unroll(-1);
        if (!TryDropKey())
        {
            return false;
        }
        mayStartKey = false;
        isEnded = true;
        queue.Add(new(YamlTokenKind.StreamEnd, source.Mark, source.Mark));
        return true;
    }

    private bool TryFetchDirective()
    {
        Unroll(-1);
        if (!TryDropKey())
        {
            return false;
        }
        mayStartKey = false;
        return YamlProperties.TryReadDirective(source, out var token) && Add(token);
    }

    private bool TryFetchDocumentIndicator(char indicator)
    {
        Unroll(-1);
        if (!TryDropKey())
        {
            return false;
        }
        mayStartKey = false;
        return AddIndicator(
            indicator == '-' ? YamlTokenKind.DocumentStart : YamlTokenKind.DocumentEnd,
            length: 3
        );
    }

    private bool TryStartFlow(YamlTokenKind kind)
    {
        if (!TrySaveKey())
        {
            return false;
        }
        keys.Add(default);
        mayStartKey = true;
        return AddIndicator(kind);
    }

    private bool TryEndFlow(YamlTokenKind kind)
    {
        if (!TryDropKey())
        {
            return false;
        }
        if (IsInFlow)
        {
            keys.RemoveAt(keys.Count - 1);
        }
        mayStartKey = false;
        return AddIndicator(kind);
    }

    private bool TryFetchSeparator(YamlTokenKind kind)
    {
        if (!TryDropKey())
        {
            return false;
        }
        mayStartKey = true;
        return AddIndicator(kind);
    }

    private bool TryFetchBlockEntry() =>
        TryStartBlock(YamlTokenKind.BlockSequenceStart, "block sequence entries")
        && TryFetchSeparator(YamlTokenKind.BlockEntry);

    private bool TryFetchKey()
    {
        if (!TryStartBlock(YamlTokenKind.BlockMappingStart, "mapping keys") || !TryDropKey())
        {
            return false;
        }
        mayStartKey = !IsInFlow;
        return AddIndicator(YamlTokenKind.Key);
    }

    private bool TryFetchValue()
    {
        var key = keys[^1];
        if (key.IsPossible)
        {
            queue.Insert(head + key.Token - taken, new(YamlTokenKind.Key, key.Mark, key.Mark));
            Roll(key.Mark.Column, key.Token, YamlTokenKind.BlockMappingStart, key.Mark);
            keys[^1] = default;
            mayStartKey = false;
        }
        else
        {
            if (!TryStartBlock(YamlTokenKind.BlockMappingStart, "mapping values"))
            {
                return false;
            }
            mayStartKey = !IsInFlow;
        }
        return AddIndicator(YamlTokenKind.Value);
    }

    /// <summary>An anchor, an alias or a tag.</summary>
    private bool TryFetchProperty(char indicator)
    {
        if (!TrySaveKey())
        {
            return false;
        }
        mayStartKey = false;
        return indicator == '!'
            ? YamlProperties.TryReadTag(source, IsInFlow, out var tag) && Add(tag)
            : YamlProperties.TryReadAnchor(source, out var anchor) && Add(anchor);
    }

    private bool TryFetchBlockScalar()
    {
        if (!TryDropKey())
        {
            return false;
        }
        mayStartKey = true;
        return YamlScalars.TryReadBlock(source, indent, out var token) && Add(token);
    }

    private bool TryFetchQuoted()
    {
        if (!TrySaveKey())
        {
            return false;
        }
        mayStartKey = false;
        return YamlScalars.TryReadQuoted(source, out var token) && Add(token);
    }

    private bool TryFetchPlain(char next)
    {
        var isPlain = next switch
        {
            '-' => !source.IsBlank(1),
            '?' or ':' => !IsInFlow && !source.IsBlankOrEnd(1),
            '#' or '|' or '>' or '%' or '@' or '`' => false,
            _ => !source.IsBlankOrEnd(),
        };
        if (!isPlain)
        {
            return source.Fail(
                "found character that cannot start any token",
                "while scanning for the next token",
                source.Mark
            );
        }
        if (!TrySaveKey())
        {
            return false;
        }
        mayStartKey = false;
        if (
            !YamlScalars.TryReadPlain(
                source,
                indent,
                IsInFlow,
                out var token,
                out var isLineStarted
            )
        )
        {
            return false;
        }
        mayStartKey |= isLineStarted;
        return Add(token);
    }

    private bool Add(YamlToken token)
    {
        queue.Add(token);
        return true;
    }

    private bool AddIndicator(YamlTokenKind kind, int length = 1)
    {
        var start = source.Mark;
        source.Skip(length);
        return Add(new(kind, start, source.Mark));
    }

    /// <summary>Remembers that what starts here may turn out to be a key.</summary>
    private bool TrySaveKey()
    {
        if (!mayStartKey)
        {
            return true;
        }
        if (!TryDropKey())
        {
            return false;
        }
        keys[^1] = new(
            IsPossible: true,
            IsRequired: !IsInFlow && indent == source.Column,
            taken + queue.Count - head,
            source.Mark
        );
        return true;
    }

    private bool TryDropKey()
    {
        var key = keys[^1];
        if (key is { IsPossible: true, IsRequired: true })
        {
            return MissColon(key);
        }
        keys[^1] = default;
        return true;
    }

    /// <summary>A key is of one line and not too long. There are as many candidates as collections in flow style are open.</summary>
    private bool TryDropStaleKeys()
    {
        for (var level = 0; level < keys.Count; level++)
        {
            var key = keys[level];
            if (!key.IsPossible || !IsStale(key))
            {
                continue;
            }
            if (key.IsRequired)
            {
                return MissColon(key);
            }
            keys[level] = default;
        }
        return true;
    }

    private bool IsStale(KeyCandidate key) =>
        key.Mark.Line < source.Mark.Line || key.Mark.Index + MaxKeyLength < source.Mark.Index;

    private bool MissColon(KeyCandidate key) =>
        source.Fail("could not find expected ':'", "while scanning a simple key", key.Mark);

    private bool TryStartBlock(YamlTokenKind kind, string what)
    {
        if (IsInFlow)
        {
            return true;
        }
        if (!mayStartKey)
        {
            return source.Fail($"{what} are not allowed in this context", source.Mark);
        }
        Roll(source.Column, token: -1, kind, source.Mark);
        return true;
    }

    /// <summary>Starts a collection in block style if this is further in than the one there is.</summary>
    private void Roll(int column, int token, YamlTokenKind kind, YamlMark mark)
    {
        if (IsInFlow || indent >= column)
        {
            return;
        }
        indents.Push(indent);
        indent = column;
        var start = new YamlToken(kind, mark, mark);
        if (token < 0)
        {
            queue.Add(start);
        }
        else
        {
            queue.Insert(head + token - taken, start);
        }
    }

    /// <summary>Ends the collections in block style that are further in than this.</summary>
    private void Unroll(int column)
    {
        while (!IsInFlow && indent > column)
        {
            queue.Add(new(YamlTokenKind.BlockEnd, source.Mark, source.Mark));
            indent = indents.Pop();
        }
    }
}
