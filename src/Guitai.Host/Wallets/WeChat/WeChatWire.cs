using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guitai.Foundation;

namespace Guitai.Host.Wallets.WeChat;

/// <summary>An answer that was proved to be WeChat Pay's; or what it lacks.</summary>
/// <param name="Status">HTTP; 0 for one that proves nothing.</param>
/// <param name="Body">Its object; undefined for an empty body.</param>
/// <param name="Code">Its error code, without underscores: WeChat Pay's documents write NOT_ENOUGH and NOTENOUGH.</param>
/// <param name="Reason">For people: the error code as it came, or what is wrong with the answer.</param>
internal sealed record WeChatReply(int Status, JsonElement Body, string Code, string Reason)
{
    public bool IsProved => Status != 0;

    /// <summary>Done, and not an error.</summary>
    public bool IsGood => Status is >= 200 and < 300 && Code.Length == 0;

    public static WeChatReply Unproved(string reason) => new(0, default, "", reason);

    public WalletAnswer Unknown => new(WalletState.Unknown, Reason: Reason);
}

/// <summary>WeChat Pay's API v3 on the line: signs each request, proves each answer and each notice, knows the platform's certificates.</summary>
internal sealed class WeChatWire(WalletLine line, TimeProvider time, IRandomness randomness)
{
    private const string Scheme = "WECHATPAY2-SHA256-RSA2048";
    private const string Unsigned = "unsigned";
    private const long SkewSeconds = 5 * 60;
    private const long RefreshMs = 6 * 3_600_000;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<WeChatReply> GetAsync(WalletChannel channel, string target, CancellationToken cancellation) =>
        AskAsync(channel, HttpMethod.Get, target, [], cancellation);

    public Task<WeChatReply> PostAsync(
        WalletChannel channel,
        string target,
        Action<Utf8JsonWriter> write,
        CancellationToken cancellation
    ) => AskAsync(channel, HttpMethod.Post, target, WalletText.Json(write), cancellation);

    /// <summary>Fetches a file, which WeChat Pay does not sign.</summary>
    public Task<LineAnswer?> FileAsync(WalletChannel channel, string target, CancellationToken cancellation) =>
        SendAsync(channel, HttpMethod.Get, target, [], WalletLine.BillBytes, cancellation);

    /// <summary>What is wrong with the signature of an answer or a notice; null for nothing.</summary>
    public async Task<string?> FlawAsync(WalletChannel channel, Func<string, string?> header, ReadOnlyMemory<byte> body)
    {
        if (
            header("Wechatpay-Serial") is not { Length: > 0 and <= 64 } serial
            || header("Wechatpay-Signature") is not { } signature
            || header("Wechatpay-Timestamp") is not { } timestamp
            || header("Wechatpay-Nonce") is not { } nonce
        )
        {
            return Unsigned;
        }

        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(seconds - (NowMs / 1000)) > SkewSeconds
        )
        {
            return "skew";
        }

        if (!await channel.Platform.HaveAsync(serial, NowMs, () => FetchAsync(channel)))
        {
            return "unknown serial";
        }

        return channel.Platform.Find(serial, NowMs)?.Verifies(Message($"{timestamp}\n{nonce}\n", body.Span), signature) ?? false
            ? null
            : "wrong signature";
    }

    /// <summary>Opens what is encrypted under the APIv3 key; null when it is not.</summary>
    public static byte[]? Open(WalletChannel channel, JsonElement resource)
    {
        Span<byte> nonce = stackalloc byte[12];
        var (text, associated) = (resource.Text("nonce"), resource.Text("associated_data"));
        if (
            resource.Text("algorithm") != "AEAD_AES_256_GCM"
            || text.Length != nonce.Length
            || !Ascii.IsValid(text)
            || channel.ApiV3Key.Length != 32
        )
        {
            return null;
        }

        Encoding.ASCII.GetBytes(text, nonce);
        try
        {
            var bytes = Convert.FromBase64String(resource.Text("ciphertext"));
            if (bytes.Length < 16)
            {
                return null;
            }

            var plain = new byte[bytes.Length - 16];
            using var aes = new AesGcm(channel.ApiV3Key, tagSizeInBytes: 16);
            aes.Decrypt(nonce, bytes.AsSpan(0, plain.Length), bytes.AsSpan(plain.Length), plain, Encoding.UTF8.GetBytes(associated));
            return plain;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Fetches the platform's certificates again, as often as WeChat Pay asks for: within twelve hours.</summary>
    public Task RefreshAsync(WalletChannel channel) => channel.Platform.RefreshAsync(NowMs, RefreshMs, () => FetchAsync(channel));

    /// <summary>Asks for an order that nobody made.</summary>
    public async Task<(WalletCheckResult Result, string Reason)> CheckAsync(WalletChannel channel, string order)
    {
        // With a public key of the platform there may be no certificates to fetch.
        if (channel.Account.PlatformKeyId.Length == 0 && await FetchAsync(channel) is { Result: not WalletCheckResult.Good } fetched)
        {
            return fetched;
        }

        if (
            await SendAsync(channel, HttpMethod.Get, order, [], WalletLine.AnswerBytes, CancellationToken.None) is not { } answer
            || WalletText.Object(answer.Body) is not { } body
        )
        {
            return (WalletCheckResult.Unreachable, "");
        }

        var code = body.Text("code");
        if (answer.Status == 401)
        {
            return (WalletCheckResult.SignatureRefused, code);
        }

        if (await FlawAsync(channel, answer.Header, answer.Body) is { } flaw)
        {
            return (WalletCheckResult.AnswerNotProved, flaw);
        }

        return code.Replace("_", "", StringComparison.Ordinal) switch
        {
            "ORDERNOTEXIST" or "RESOURCENOTEXISTS" => (WalletCheckResult.Good, ""),
            "NOAUTH" or "MCHNOTEXISTS" or "APPIDMCHIDNOTMATCH" => (WalletCheckResult.NotAllowed, code),
            _ => (WalletCheckResult.Refused, code),
        };
    }

    private async Task<WeChatReply> AskAsync(
        WalletChannel channel,
        HttpMethod method,
        string target,
        byte[] body,
        CancellationToken cancellation
    )
    {
        // Nothing is asked for while no answer could be believed: money would move, and nobody here would know.
        if (!await channel.Platform.HaveAsync("", NowMs, () => FetchAsync(channel)))
        {
            return WeChatReply.Unproved("no certificate");
        }

        if (await SendAsync(channel, method, target, body, WalletLine.AnswerBytes, cancellation) is not { } answer)
        {
            return WeChatReply.Unproved("no answer");
        }

        if (await FlawAsync(channel, answer.Header, answer.Body) is { } flaw)
        {
            return WeChatReply.Unproved(flaw == Unsigned ? $"{flaw} {answer.Status}" : flaw);
        }

        if (answer.Body.Length == 0)
        {
            return new WeChatReply(answer.Status, default, "", $"{answer.Status}");
        }

        if (WalletText.Object(answer.Body) is not { } read)
        {
            return WeChatReply.Unproved("no object");
        }

        var code = read.Text("code");
        return new WeChatReply(answer.Status, read, code.Replace("_", "", StringComparison.Ordinal), code);
    }

    private async Task<LineAnswer?> SendAsync(
        WalletChannel channel,
        HttpMethod method,
        string target,
        byte[] body,
        int mostBytes,
        CancellationToken cancellation
    )
    {
        var address = new Uri(new Uri(channel.Account.Gateway), target);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(channel, method.Method, address.PathAndQuery, body));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Guitai");
        if (channel.Account.PlatformKeyId.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Wechatpay-Serial", channel.Account.PlatformKeyId);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await line.SendAsync(request, mostBytes, cancellation);
    }

    private string Authorization(WalletChannel channel, string method, string target, byte[] body)
    {
        Span<byte> drawn = stackalloc byte[16];
        randomness.Fill(drawn);
        var nonce = Convert.ToHexString(drawn);
        var timestamp = (NowMs / 1000).ToString(CultureInfo.InvariantCulture);
        var signature = channel.Signer.Sign(Message($"{method}\n{target}\n{timestamp}\n{nonce}\n", body));
        return $"{Scheme} mchid=\"{channel.Account.Number}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{channel.Account.Serial}\"";
    }

    // The list is signed with a certificate that may be known only from the list: what opens under the APIv3 key is WeChat Pay's, and then so must be the signature.
    private async Task<(WalletCheckResult Result, string Reason)> FetchAsync(WalletChannel channel)
    {
        var answer = await SendAsync(channel, HttpMethod.Get, "/v3/certificates", [], WalletLine.AnswerBytes, CancellationToken.None);
        if (answer is null)
        {
            return (WalletCheckResult.Unreachable, "");
        }

        var read = WalletText.Object(answer.Body);
        var code = read?.Text("code") ?? "";
        if (answer.Status != 200 || read?.Inside("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            return answer.Status == 401 ? (WalletCheckResult.SignatureRefused, code)
                : code.Length > 0 ? (WalletCheckResult.Refused, code)
                : (WalletCheckResult.NotAGateway, $"{answer.Status}");
        }

        var found = new List<CertificateFile>();
        foreach (var entry in data.EnumerateArray())
        {
            if (
                Open(channel, entry.Inside("encrypt_certificate")) is { } pem
                && CertificateFile.First(Encoding.ASCII.GetString(pem)) is { } certificate
                && certificate.WeChatNumber == entry.Text("serial_no")
            )
            {
                found.Add(certificate);
            }
        }

        var listed = new PlatformKeys();
        Keep(found, listed);
        var (serial, signature) = (answer.Header("Wechatpay-Serial") ?? "", answer.Header("Wechatpay-Signature") ?? "");
        var head = $"{answer.Header("Wechatpay-Timestamp")}\n{answer.Header("Wechatpay-Nonce")}\n";
        var key = listed.Find(serial, NowMs) ?? channel.Platform.Find(serial, NowMs);
        if (!(key?.Verifies(Message(head, answer.Body), signature) ?? false))
        {
            return found.Count == 0 ? (WalletCheckResult.WrongApiV3Key, "") : (WalletCheckResult.AnswerNotProved, serial);
        }

        Keep(found, channel.Platform);
        return (WalletCheckResult.Good, "");
    }

    private static void Keep(List<CertificateFile> found, PlatformKeys keys)
    {
        foreach (var certificate in found)
        {
            keys.Add(certificate.WeChatNumber, certificate.Key, certificate.FromMs, certificate.ToMs);
        }
    }

    private static byte[] Message(string head, ReadOnlySpan<byte> body)
    {
        var message = new byte[Encoding.UTF8.GetByteCount(head) + body.Length + 1];
        var length = Encoding.UTF8.GetBytes(head, message);
        body.CopyTo(message.AsSpan(length));
        message[^1] = (byte)'\n';
        return message;
    }
}
