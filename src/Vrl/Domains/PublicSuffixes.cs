using System.Globalization;
using Freshet.Vrl.Data;

namespace Freshet.Vrl.Domains;

/// <summary>
/// A list of suffixes below which anybody may register a name: <c>com</c>, <c>co.uk</c>. Rules may have wildcards (<c>*.ck</c>) and exceptions
/// (<c>!www.ck</c>), as publicsuffix.org describes them. Immutable.
/// </summary>
internal sealed class PublicSuffixes
{
    private static readonly Lazy<PublicSuffixes> own = new(ReadOwn);

    private static readonly IdnMapping international = new() { AllowUnassigned = true };

    private readonly Node root = new();

    /// <summary>The list that comes with the language: what it covers is said at its head.</summary>
    public static PublicSuffixes Own => own.Value;

    /// <summary>Reads a list in publicsuffix.org's format; null where it has no rules or is not in that format.</summary>
    public static PublicSuffixes? Read(string text)
    {
        var list = new PublicSuffixes();
        var isInside = false;
        var count = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (
                line.Contains("BEGIN ICANN DOMAINS", StringComparison.Ordinal)
                || line.Contains("BEGIN PRIVATE DOMAINS", StringComparison.Ordinal)
            )
            {
                isInside = true;
                continue;
            }
            if (!isInside || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }
            // A rule ends at the first white space.
            var rule = line.Trim();
            var end = rule.IndexOfAny(" \t");
            rule = end < 0 ? rule : rule[..end];
            if (rule.IsEmpty)
            {
                continue;
            }
            if (!list.Add(rule.ToString()))
            {
                return null;
            }
            count++;
        }
        return count == 0 ? null : list;
    }

    /// <summary>The length of the suffix that the name ends with, in characters, and whether a rule says so; else the suffix is the last label. Zero where there is none.</summary>
    public int SuffixOf(string name, out bool isKnown)
    {
        isKnown = false;
        // A name may end with the dot of the root, which is part of the suffix then.
        var end = name.EndsWith('.') ? name.Length - 1 : name.Length;
        var suffix = name.LastIndexOf('.', Math.Max(end - 1, 0), Math.Max(end, 0)) + 1;
        var node = root;
        var at = end;
        while (at >= 0 && node.Children is { } children)
        {
            var start = at == 0 ? 0 : name.LastIndexOf('.', at - 1, at) + 1;
            var label = Unicode(name[start..at]);
            var any = children.GetValueOrDefault("*");
            var child = children.GetValueOrDefault(label);
            if (child is { IsException: true })
            {
                isKnown = true;
                suffix = Math.Min(at + 1, name.Length);
                break;
            }
            if (label.Length > 0 && (child is { IsSuffix: true } || any is { IsSuffix: true }))
            {
                isKnown = true;
                suffix = start;
            }
            if ((child ?? any) is not { } next)
            {
                break;
            }
            node = next;
            at = start - 1;
        }
        return name.Length - suffix;
    }

    /// <summary>Adds a rule; false if it is none.</summary>
    private bool Add(string rule)
    {
        var isException = rule.StartsWith('!');
        var labels = rule[(isException ? 1 : 0)..].Split('.');
        var node = root;
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            if (labels[i].Length == 0)
            {
                return false;
            }
            node.Children ??= new(StringComparer.Ordinal);
            var label = Unicode(labels[i]);
            if (!node.Children.TryGetValue(label, out var child))
            {
                node.Children[label] = child = new();
            }
            node = child;
        }
        node.IsException |= isException;
        node.IsSuffix |= !isException;
        return true;
    }

    private static PublicSuffixes ReadOwn()
    {
        var list = new PublicSuffixes();
        foreach (var line in EmbeddedText.Lines("PublicSuffixes.txt"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var isParent = words[0].EndsWith(':');
            var parent = words[0].TrimStart('-').TrimEnd(':');
            if (!words[0].StartsWith('-'))
            {
                list.Add(parent);
            }
            foreach (var word in words.Skip(1))
            {
                list.Add(isParent ? $"{word}.{parent}" : word);
            }
        }
        return list;
    }

    /// <summary>The label as it is written for people, where it is in the letters of the DNS: <c>xn--fiqs8s</c> is <c>中国</c>.</summary>
    private static string Unicode(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal) || label.Length > 63)
        {
            return label;
        }
        try
        {
            return international.GetUnicode(label);
        }
        catch (ArgumentException)
        {
            return label;
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }

        public bool IsSuffix { get; set; }

        public bool IsException { get; set; }
    }
}
