namespace Freshet.Vrl.UserAgents;

/// <summary>The device that a user agent runs on.</summary>
internal sealed record AgentDevice(string Family, string Brand, string? Model)
{
    /// <summary>The device; null where nothing is known of it.</summary>
    public static AgentDevice? Find(AgentData data, string agent)
    {
        if (data.Find("device", agent) is { } rule)
        {
            var word = WordAfter(agent, rule.Text);
            return new(
                rule.Name.Replace("*", word, StringComparison.Ordinal).Trim(),
                rule.MoreAt(0) ?? "",
                rule.MoreAt(1)?.Replace("*", word, StringComparison.Ordinal)
            );
        }
        if (!agent.Contains("Android", StringComparison.Ordinal))
        {
            return null;
        }
        if (AndroidModel(agent) is not { } model)
        {
            return new("Generic Smartphone", "Generic", "Smartphone");
        }
        if (
            data.Find("maker", model) is { } maker
            && model.StartsWith(maker.Text, StringComparison.Ordinal)
        )
        {
            var name =
                maker.MoreAt(1) is { } dropped
                && model.StartsWith(dropped, StringComparison.Ordinal)
                    ? model[dropped.Length..]
                    : model;
            return new((maker.MoreAt(0) ?? "") + name, maker.Name, name);
        }
        return new(
            model,
            agent.Contains("Mobile", StringComparison.Ordinal)
                ? "Generic_Android"
                : "Generic_Android_Tablet",
            model
        );
    }

    /// <summary>The model is what is last in the parentheses that name the system: <c>(Linux; Android 13; Pixel 7 Build/…)</c>.</summary>
    private static string? AndroidModel(string agent)
    {
        var start = agent.IndexOf("Android", StringComparison.Ordinal);
        var end = agent.IndexOf(')', start);
        if (end < 0)
        {
            return null;
        }
        var parts = agent[start..end].Split("; ");
        var model = parts[^1];
        var build = model.IndexOf(" Build/", StringComparison.Ordinal);
        model = (build < 0 ? model : model[..build]).Trim();
        return
            parts.Length < 2
            || model is "" or "wv" or "Mobile"
            || model.StartsWith("rv:", StringComparison.Ordinal)
            || model.Length <= 2 && model != "K"
            ? null
            : model;
    }

    private static string WordAfter(string agent, string text)
    {
        var start = agent.IndexOf(text, StringComparison.Ordinal) + text.Length;
        while (start < agent.Length && agent[start] == ' ')
        {
            start++;
        }
        var end = start;
        while (end < agent.Length && char.IsAsciiLetterOrDigit(agent[end]))
        {
            end++;
        }
        return agent[start..end];
    }
}
