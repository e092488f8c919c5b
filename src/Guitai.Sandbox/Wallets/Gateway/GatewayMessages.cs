namespace Guitai.Sandbox.Wallets.Gateway;

/// <summary>A request as it stood on the line.</summary>
/// <param name="Method">GET, POST.</param>
/// <param name="Target">Path and query, byte for byte.</param>
/// <param name="Headers">In their order.</param>
/// <param name="Body">The raw body.</param>
public sealed record GatewayRequest(
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "";

    /// <summary>A header's value; null when it is missing or stands there twice.</summary>
    public string? Header(string name)
    {
        string? found = null;
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                if (found is not null)
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }
}

/// <summary>What the gateway says.</summary>
/// <param name="Status">The HTTP status; 0 when the connection breaks instead.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
public sealed record GatewayAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>No answer: the connection breaks.</summary>
    public static GatewayAnswer Lost { get; } = new(0, [], []);

    /// <summary>True when there is no answer.</summary>
    public bool IsLost => Status == 0;
}
