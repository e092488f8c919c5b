using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Guitai.Host.Wallets.Alipay;

/// <summary>An answer that was proved to be Alipay's; or what it lacks.</summary>
/// <param name="IsProved">False for one that proves nothing.</param>
/// <param name="Body">Its node.</param>
/// <param name="Code">10000, 10003, 20000, 40004 …</param>
/// <param name="SubCode">The business's own: <c>ACQ.TRADE_NOT_EXIST</c>.</param>
/// <param name="Reason">For people.</param>
internal sealed record AlipayReply(bool IsProved, JsonElement Body, string Code, string SubCode, string Reason)
{
    public bool IsGood => IsProved && Code == "10000";

    public static AlipayReply Unproved(string reason) => new(false, default, "", "", reason);

    public WalletAnswer Unknown => new(WalletState.Unknown, Reason: Reason);
}

/// <summary>Alipay's gateway on the line: signs each request, proves each answer and each notice over its raw text, knows the certificates.</summary>
internal sealed class AlipayWire(WalletLine line, TimeProvider time)
{
    private const string CertificateMethod = "alipay.open.app.alipaycert.download";

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<AlipayReply> AskAsync(
        WalletChannel channel,
        string method,
        Action<Utf8JsonWriter> write,
        CancellationToken cancellation,
        string notify = ""
    )
    {
        if (await SendAsync(channel, method, write, notify, cancellation) is not { } answer)
        {
            return AlipayReply.Unproved("no answer");
        }

        if (AlipayEnvelope.Read(answer.Body, method) is not { } envelope)
        {
            return AlipayReply.Unproved("no node");
        }

        if (await FlawAsync(channel, envelope.Node, envelope.Signature, envelope.Serial) is { } flaw)
        {
            return AlipayReply.Unproved(flaw);
        }

        if (answer.Status != 200 || WalletText.Object(envelope.Node) is not { } body)
        {
            return AlipayReply.Unproved("no object");
        }

        var (code, sub) = (body.Text("code"), body.Text("sub_code"));
        return new AlipayReply(true, body, code, sub, sub.Length > 0 ? sub : code);
    }

    /// <summary>Asks for a trade that nobody made.</summary>
    public async Task<(WalletCheckResult Result, string Reason)> CheckAsync(
        WalletChannel channel,
        string number,
        CancellationToken cancellation
    )
    {
        const string Method = "alipay.trade.query";
        if (await SendAsync(channel, Method, json => json.WriteString("out_trade_no", number), "", cancellation) is not { } answer)
        {
            return (WalletCheckResult.Unreachable, "");
        }

        if (AlipayEnvelope.Read(answer.Body, Method) is not { } envelope || WalletText.Object(envelope.Node) is not { } body)
        {
            return (WalletCheckResult.NotAGateway, $"{answer.Status}");
        }

        // To an unknown app_id it says so without a signature. For a person who looks for the cause that is worth showing.
        var (code, sub) = (body.Text("code"), body.Text("sub_code"));
        if (code is "40001" or "40002")
        {
            return (WalletCheckResult.SignatureRefused, sub);
        }

        if (await FlawAsync(channel, envelope.Node, envelope.Signature, envelope.Serial) is { } flaw)
        {
            return (WalletCheckResult.AnswerNotProved, flaw);
        }

        return sub == AlipayCodes.NoTrade ? (WalletCheckResult.Good, "")
            : code == "40006" ? (WalletCheckResult.NotAllowed, sub)
            : (WalletCheckResult.Refused, sub.Length > 0 ? sub : code);
    }

    /// <summary>Fetches a bill; whoever has the address gets it, and nobody signs it.</summary>
    public async Task<byte[]?> FileAsync(Uri address, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await line.SendAsync(request, WalletLine.BillBytes, cancellation) is { Status: 200 } answer ? answer.Body : null;
    }

    /// <summary>What is signed: all but what is left out and what is empty, sorted by name.</summary>
    public static string Plain(IEnumerable<KeyValuePair<string, string>> parameters, params ReadOnlySpan<string> without)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (value.Length > 0 && !without.Contains(name))
            {
                text.Append(text.Length > 0 ? "&" : "").Append(name).Append('=').Append(value);
            }
        }

        return text.ToString();
    }

    /// <summary>What is wrong with a signature; null for nothing.</summary>
    /// <param name="channel">Whose.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="signature">Base64.</param>
    /// <param name="serial">The certificate's number; empty where it is not named.</param>
    public async Task<string?> FlawAsync(WalletChannel channel, ReadOnlyMemory<byte> message, string signature, string serial)
    {
        // In plain-key mode no certificate is named, and in certificate mode one always is.
        if (signature.Length == 0 || (serial.Length > 0) != IsCertified(channel))
        {
            return "unsigned";
        }

        if (serial.Length > 64 || !await channel.Platform.HaveAsync(serial, NowMs, () => FetchAsync(channel, serial)))
        {
            return "unknown serial";
        }

        return channel.Platform.Find(serial, NowMs)?.Verifies(message.Span, signature) ?? false ? null : "wrong signature";
    }

    /// <summary>True in certificate mode.</summary>
    public static bool IsCertified(WalletChannel channel) => channel.Account.CertificatePem.Length > 0;

    private async Task<LineAnswer?> SendAsync(
        WalletChannel channel,
        string method,
        Action<Utf8JsonWriter> write,
        string notify,
        CancellationToken cancellation
    )
    {
        var account = channel.Account;
        var said = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app_id"] = account.AppId,
            ["method"] = method,
            ["format"] = "JSON",
            ["charset"] = "utf-8",
            ["sign_type"] = "RSA2",
            ["timestamp"] = WalletText.Plain(NowMs),
            ["version"] = "1.0",
        };
        if (notify.Length > 0)
        {
            said["notify_url"] = notify;
        }

        if (IsCertified(channel))
        {
            said["app_cert_sn"] = channel.CertificateNumber;
            said["alipay_root_cert_sn"] = channel.RootNumber;
        }

        // The business part goes in the body, where no log of addresses has it: a customer's code is in it.
        var content = Encoding.UTF8.GetString(WalletText.Json(write));
        var plain = Plain(said.Append(KeyValuePair.Create("biz_content", content)));
        said["sign"] = channel.Signer.Sign(Encoding.UTF8.GetBytes(plain));
        var query = string.Join('&', said.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{account.Gateway}?{query}"));
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes($"biz_content={Uri.EscapeDataString(content)}"));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        return await line.SendAsync(request, WalletLine.AnswerBytes, cancellation);
    }

    // The answer is signed with the certificate that it brings: what proves it is that the certificate comes from Alipay's roots and has that number.
    private async Task FetchAsync(WalletChannel channel, string serial)
    {
        if (serial.Length == 0)
        {
            return;
        }

        var answer = await SendAsync(
            channel,
            CertificateMethod,
            json => json.WriteString("alipay_cert_sn", serial),
            "",
            CancellationToken.None
        );
        if (
            answer is not { Status: 200 }
            || AlipayEnvelope.Read(answer.Body, CertificateMethod) is not { } envelope
            || WalletText.Object(envelope.Node) is not { } body
        )
        {
            return;
        }

        var content = body.Text("alipay_cert_content");
        var pem = new byte[content.Length];
        if (
            Convert.TryFromBase64String(content, pem, out var length)
            && CertificateFile.Trusted(Encoding.ASCII.GetString(pem, 0, length), channel.Account.RootsPem, NowMs) is { } certificate
            && certificate.AlipayNumber == serial
        )
        {
            channel.Platform.Add(serial, certificate.Key, certificate.FromMs, certificate.ToMs);
        }
    }
}

/// <summary>An answer's parts: the node as it stands there byte for byte, which is what is signed, the signature, and the certificate's number.</summary>
internal sealed record AlipayEnvelope(ReadOnlyMemory<byte> Node, string Signature, string Serial)
{
    /// <summary>Takes an answer apart.</summary>
    /// <returns>Null for anything that is not one object with exactly one node of this method, at most one signature and one number, and nothing else.</returns>
    public static AlipayEnvelope? Read(ReadOnlyMemory<byte> answer, string method)
    {
        var name = method.Replace('.', '_') + "_response";
        (ReadOnlyMemory<byte>? node, string? signature, string? serial) = (null, null, null);
        var json = new Utf8JsonReader(answer.Span, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var property = json.GetString();
                json.Read();
                if (property == name && node is null && json.TokenType == JsonTokenType.StartObject)
                {
                    var from = (int)json.TokenStartIndex;
                    json.Skip();
                    node = answer[from..(int)json.BytesConsumed];
                }
                else if (property == "sign" && signature is null && json.TokenType == JsonTokenType.String)
                {
                    signature = json.GetString();
                }
                else if (property == "alipay_cert_sn" && serial is null && json.TokenType == JsonTokenType.String)
                {
                    serial = json.GetString();
                }
                else
                {
                    return null;
                }
            }

            return node is { } found && !json.Read() ? new AlipayEnvelope(found, signature ?? "", serial ?? "") : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
