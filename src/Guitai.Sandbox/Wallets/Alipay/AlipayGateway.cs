using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>With what Alipay signs: the key behind its plain public key, or that of its certificate.</summary>
internal sealed record AlipayKeys(RsaKey Plain, PlatformCertificates Certificates)
{
    public (string? Serial, RsaKey Key) For(bool certified) =>
        certified ? (Certificates.Signing.Certificate.Serial, Certificates.Signing.Key) : (null, Plain);
}

/// <summary>Alipay's gateway: one address, the method is a parameter; the answer is signed over the node's raw text.</summary>
internal sealed class AlipayGateway(
    MerchantBureau bureau,
    WalletBooks books,
    AlipayKeys keys,
    string rootsPem,
    WalletRules rules,
    WalletFaults faults,
    TimeProvider time,
    RandomFill random
)
{
    /// <summary>Where everything is asked.</summary>
    public const string Path = "/gateway.do";

    /// <summary>Where bills lie.</summary>
    public const string BillPath = "/downloadBillFile.resource";

    private readonly AlipayEdge _edge = new(bureau, rootsPem, rules);
    private readonly AlipayTrades _trades = new(books, random);
    private readonly AlipayRefunds _refunds = new(books);

    /// <summary>The bills.</summary>
    public AlipayBills Bills { get; } = new(books, rules, random);

    /// <summary>Tells a merchant at once what became of a trade; a fault lets that come before the answer.</summary>
    public Func<OrderKey, Task> CallFirst { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers one request.</summary>
    public async Task<GatewayAnswer> AnswerAsync(GatewayRequest request)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var bill = request.Path == BillPath;
        if (request.Method != (bill ? "GET" : "POST"))
        {
            return new GatewayAnswer(405, [], []);
        }

        var (question, refusal) = bill ? default : _edge.Check(request, nowMs);
        var operation = bill ? WalletOperation.BillDownload : Operation(question?.Method ?? refusal!.Method);
        var rule = operation is { } known ? faults.Next(WalletKind.Alipay, known) : null;
        if (rule?.Fault == WalletFault.RequestLost)
        {
            return GatewayAnswer.Lost;
        }

        var answer =
            bill ? Bills.Download(request, nowMs)
            : refusal is not null
                ? Signed(
                    refusal.Method,
                    AlipayReply.Failed(refusal.Code, refusal.Message, refusal.SubCode, refusal.SubMessage),
                    refusal.Certified,
                    rule
                )
            : Signed(question!.Method, await DoAsync(operation!.Value, question, request, rule, nowMs), question.Certified, rule);
        if (rule is { Fault: WalletFault.Slow, DelayMs: > 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), time);
        }

        return rule?.Fault == WalletFault.AnswerLost ? GatewayAnswer.Lost : answer;
    }

    private async Task<AlipayReply> DoAsync(
        WalletOperation operation,
        AlipayQuestion question,
        GatewayRequest request,
        WalletFaultRule? rule,
        long nowMs
    )
    {
        if (rule?.Fault == WalletFault.SystemErrorUndone)
        {
            return AlipayReply.SystemError;
        }

        var reply = operation switch
        {
            WalletOperation.Pay => _trades.Pay(question, rule?.Fault == WalletFault.PayingForever, nowMs),
            WalletOperation.Precreate => _trades.Precreate(question, nowMs),
            WalletOperation.Query => _trades.Query(question, nowMs),
            WalletOperation.Close => _trades.Close(question, nowMs),
            WalletOperation.Cancel => _trades.Cancel(question, nowMs),
            WalletOperation.Refund => _refunds.Refund(question, nowMs),
            WalletOperation.RefundQuery => _refunds.Query(question, nowMs),
            WalletOperation.Bill => Bills.Ask(question, request, rule?.Fault, nowMs),
            _ => Certificate(question),
        };
        if (rule?.Fault == WalletFault.CallbackFirst && new AlipayContent(question.Content).Optional("out_trade_no", 64) is { } number)
        {
            await CallFirst(new OrderKey(WalletKind.Alipay, question.Merchant.Number, number));
        }

        return rule?.Fault == WalletFault.SystemErrorDone ? AlipayReply.SystemError : reply;
    }

    private static WalletOperation? Operation(string? method) =>
        method switch
        {
            "alipay.trade.pay" => WalletOperation.Pay,
            "alipay.trade.precreate" => WalletOperation.Precreate,
            "alipay.trade.query" => WalletOperation.Query,
            "alipay.trade.close" => WalletOperation.Close,
            "alipay.trade.cancel" => WalletOperation.Cancel,
            "alipay.trade.refund" => WalletOperation.Refund,
            "alipay.trade.fastpay.refund.query" => WalletOperation.RefundQuery,
            "alipay.data.dataservice.bill.downloadurl.query" => WalletOperation.Bill,
            "alipay.open.app.alipaycert.download" => WalletOperation.Certificates,
            _ => null,
        };

    // alipay.open.app.alipaycert.download: by its number, whatever signs now.
    private AlipayReply Certificate(AlipayQuestion question)
    {
        var content = new AlipayContent(question.Content);
        var serial = content.Text("alipay_cert_sn", 64);
        return content.Flaw
            ?? (
                keys.Certificates.Known.FirstOrDefault(c => c.Serial == serial) is { } certificate
                    ? AlipayReply.Success(json =>
                        json.WriteString("alipay_cert_content", Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.CertificatePem)))
                    )
                    : AlipayReply.Failed("40004", "Business Failed", "INVALID_PARAMETER", "证书不存在")
            );
    }

    private GatewayAnswer Signed(string? method, AlipayReply reply, bool? certified, WalletFaultRule? rule)
    {
        var node = method is null ? "error_response" : method.Replace('.', '_') + "_response";
        List<byte> body = [.. Encoding.UTF8.GetBytes($"{{\"{node}\":"), .. reply.Node];
        if (certified is { } mode)
        {
            var (serial, key) = keys.For(mode);
            var signature = key.Sign(reply.Node);
            if (rule?.Fault == WalletFault.WrongAnswerSignature)
            {
                signature[^1] ^= 1;
            }

            if (serial is not null)
            {
                body.AddRange(Encoding.ASCII.GetBytes($",\"alipay_cert_sn\":\"{serial}\""));
            }

            body.AddRange(Encoding.ASCII.GetBytes($",\"sign\":\"{Convert.ToBase64String(signature)}\""));
        }

        body.Add((byte)'}');
        return new GatewayAnswer(200, [new("Content-Type", "application/json;charset=utf-8")], [.. body]);
    }
}
