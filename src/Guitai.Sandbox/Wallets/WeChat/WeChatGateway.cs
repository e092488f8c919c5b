using System.Globalization;
using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>WeChat Pay's API v3: finds the operation, proves who asks, does it, signs the answer.</summary>
internal sealed class WeChatGateway(
    MerchantBureau bureau,
    WalletBooks books,
    PlatformCertificates certificates,
    WalletRules rules,
    WalletFaults faults,
    TimeProvider time,
    RandomFill random
)
{
    private const string Orders = "/v3/pay/transactions/out-trade-no/";
    private const string Transactions = "/v3/pay/transactions/id/";
    private const string Refunds = "/v3/refund/domestic/refunds";

    private readonly WeChatAuthorization _authorization = new(bureau, rules);
    private readonly WeChatPayments _payments = new(books, random);
    private readonly WeChatRefunds _refunds = new(books);
    private readonly WeChatCertificates _certificates = new(certificates, random);

    /// <summary>The bills.</summary>
    public WeChatBills Bills { get; } = new(books, rules, random);

    /// <summary>Tells a merchant at once what became of an order; a fault lets that come before the answer.</summary>
    public Func<OrderKey, Task> CallFirst { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers one request.</summary>
    public async Task<GatewayAnswer> AnswerAsync(GatewayRequest request)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var route = Route(request);
        if (route.Operation is not { } operation)
        {
            return Signed(
                route.Known
                    ? WeChatErrors.Error(405, "METHOD_NOT_ALLOWED", "HTTP方法不正确", signed: false)
                    : WeChatErrors.Error(404, "RESOURCE_NOT_EXISTS", "无可用的平台资源，请检查接口路径", signed: false),
                nowMs,
                wrong: false
            );
        }

        var rule = faults.Next(WalletKind.WeChat, operation);
        if (rule?.Fault == WalletFault.RequestLost)
        {
            return GatewayAnswer.Lost;
        }

        var (merchant, refusal) = (Formal(request), default(Merchant)) switch
        {
            ({ } flaw, _) => (null, flaw),
            _ => _authorization.Check(request, nowMs),
        };
        var reply = merchant is null ? refusal! : await DoAsync(operation, route.Name, merchant, request, rule, nowMs);
        if (rule is { Fault: WalletFault.Slow, DelayMs: > 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), time);
        }

        return rule?.Fault switch
        {
            WalletFault.AnswerLost => GatewayAnswer.Lost,
            WalletFault.OldErrorNames => Signed(WeChatErrors.Renamed(reply), nowMs, wrong: false),
            _ => Signed(reply, nowMs, rule?.Fault == WalletFault.WrongAnswerSignature),
        };
    }

    private async Task<WeChatReply> DoAsync(
        WalletOperation operation,
        string name,
        Merchant merchant,
        GatewayRequest request,
        WalletFaultRule? rule,
        long nowMs
    )
    {
        if (rule?.Fault == WalletFault.SystemErrorUndone)
        {
            return WeChatErrors.SystemError;
        }

        var first = rule?.Fault == WalletFault.CallbackFirst;
        var reply = operation switch
        {
            WalletOperation.Pay => _payments.Pay(merchant, request, rule?.Fault == WalletFault.PayingForever, nowMs),
            WalletOperation.Precreate => _payments.Precreate(merchant, request, nowMs),
            WalletOperation.Query => request.Path.StartsWith(Transactions, StringComparison.Ordinal)
                ? _payments.QueryTransaction(merchant, name, request, nowMs)
                : _payments.Query(merchant, name, request, nowMs),
            WalletOperation.Close => _payments.Close(merchant, name, request, nowMs),
            WalletOperation.Cancel => _payments.Reverse(merchant, name, request, nowMs),
            WalletOperation.Refund => _refunds.Refund(merchant, request, nowMs, atOnce: first),
            WalletOperation.RefundQuery => _refunds.Query(merchant, name, nowMs),
            WalletOperation.Bill => Bills.Ask(merchant, request, rule?.Fault, nowMs),
            WalletOperation.BillDownload => Bills.Download(merchant, request, nowMs),
            _ => _certificates.List(merchant),
        };
        if (first && WeChatRefunds.Touched(merchant, request) is { } key)
        {
            await CallFirst(key);
        }

        return rule?.Fault == WalletFault.SystemErrorDone ? WeChatErrors.SystemError : reply;
    }

    private static (WalletOperation? Operation, string Name, bool Known) Route(GatewayRequest request)
    {
        var path = request.Path;
        if (path.StartsWith(Orders, StringComparison.Ordinal))
        {
            var rest = path[Orders.Length..].Split('/');
            return (rest.Length, rest[^1]) switch
            {
                (1, _) => For(request, "GET", WalletOperation.Query, rest[0]),
                (2, "close") => For(request, "POST", WalletOperation.Close, rest[0]),
                (2, "reverse") => For(request, "POST", WalletOperation.Cancel, rest[0]),
                _ => (null, "", false),
            };
        }

        if (path.StartsWith(Transactions, StringComparison.Ordinal))
        {
            return For(request, "GET", WalletOperation.Query, path[Transactions.Length..]);
        }

        if (path.StartsWith(Refunds + "/", StringComparison.Ordinal))
        {
            return For(request, "GET", WalletOperation.RefundQuery, path[(Refunds.Length + 1)..]);
        }

        return path switch
        {
            "/v3/pay/transactions/codepay" => For(request, "POST", WalletOperation.Pay),
            "/v3/pay/transactions/native" => For(request, "POST", WalletOperation.Precreate),
            Refunds => For(request, "POST", WalletOperation.Refund),
            "/v3/bill/tradebill" => For(request, "GET", WalletOperation.Bill),
            "/v3/billdownload/file" => For(request, "GET", WalletOperation.BillDownload),
            "/v3/certificates" => For(request, "GET", WalletOperation.Certificates),
            _ => (null, "", false),
        };
    }

    private static (WalletOperation?, string, bool) For(
        GatewayRequest request,
        string method,
        WalletOperation operation,
        string name = ""
    ) => request.Method == method ? (operation, Uri.UnescapeDataString(name), true) : (null, "", true);

    // What the edge refuses before it looks at who asks.
    private static WeChatReply? Formal(GatewayRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Header("Accept")) || string.IsNullOrWhiteSpace(request.Header("User-Agent")))
        {
            return WeChatErrors.Error(400, "INVALID_REQUEST", "Http头缺少Accept或User-Agent", signed: false);
        }

        var accept = request.Header("Accept")!;
        if (!accept.Contains("application/json", StringComparison.Ordinal) && !accept.Contains("*/*", StringComparison.Ordinal))
        {
            return WeChatErrors.Error(406, "INVALID_REQUEST", "Http头Accept应为application/json", signed: false);
        }

        return
            request.Method == "POST"
            && !(request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ?? false)
            ? WeChatErrors.Error(415, "INVALID_REQUEST", "Http头Content-Type应为application/json", signed: false)
            : null;
    }

    private GatewayAnswer Signed(WeChatReply reply, long nowMs, bool wrong)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("Request-ID", Payments.Draw(random, 24)),
            new("Cache-Control", "no-cache, must-revalidate"),
        ];
        if (reply.Body.Length > 0)
        {
            headers.Add(new("Content-Type", reply.ContentType));
        }

        if (reply.Signed)
        {
            headers.AddRange(WeChatSignature.Headers(certificates, reply.Body, nowMs, Payments.Draw(random, 32), wrong));
        }

        return new GatewayAnswer(reply.Status, headers, reply.Body);
    }
}

/// <summary>The four headers by which a merchant knows that WeChat Pay speaks.</summary>
internal static class WeChatSignature
{
    /// <param name="wrong">A fault: one bit of it is another.</param>
    public static IEnumerable<KeyValuePair<string, string>> Headers(
        PlatformCertificates certificates,
        ReadOnlySpan<byte> body,
        long nowMs,
        string nonce,
        bool wrong
    )
    {
        var timestamp = (nowMs / 1000).ToString(CultureInfo.InvariantCulture);
        var head = Encoding.ASCII.GetBytes($"{timestamp}\n{nonce}\n");
        byte[] message = [.. head, .. body, (byte)'\n'];
        var (certificate, key) = certificates.Signing;
        var signature = key.Sign(message);
        if (wrong)
        {
            signature[^1] ^= 1;
        }

        return
        [
            new("Wechatpay-Nonce", nonce),
            new("Wechatpay-Serial", certificate.Serial),
            new("Wechatpay-Signature", Convert.ToBase64String(signature)),
            new("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048"),
            new("Wechatpay-Timestamp", timestamp),
        ];
    }
}
