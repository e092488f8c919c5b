namespace Guitai.Host.Wallets;

/// <summary>An answer as it came.</summary>
/// <param name="Status">HTTP.</param>
/// <param name="Headers">Those that stand there once, by name.</param>
/// <param name="Body">Byte for byte.</param>
internal sealed record LineAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>The way to a wallet: one request, at most one answer, within bounds of time and size.</summary>
internal sealed class WalletLine(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>As much as any answer but a bill has.</summary>
    public const int AnswerBytes = 1 << 20;

    /// <summary>As much as a bill may have.</summary>
    public const int BillBytes = 1 << 27;

    // Longer than either wallet takes by its own documents; the till asks on meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_billPatience = TimeSpan.FromMinutes(5);

    /// <summary>Sends a request.</summary>
    /// <returns>Null when there is no whole answer, for whatever cause.</returns>
    public async Task<LineAnswer?> SendAsync(HttpRequestMessage request, int mostBytes, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(mostBytes > AnswerBytes ? s_billPatience : s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            var body = await ReadAsync(response.Content, mostBytes, both.Token);
            return body is null ? null : new LineAnswer((int)response.StatusCode, Headers(response), body);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int mostBytes, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if (read.Length + count > mostBytes)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (values.Count == 1)
            {
                found[name] = values.ToString();
            }
        }

        return found;
    }
}
