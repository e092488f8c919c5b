using System.Text;
using System.Text.Json;
using Guitai.Foundation;

namespace Guitai.Host.Wallets.Alipay;

/// <summary>Alipay by its gateway, with a plain key or with certificates.</summary>
public sealed class AlipayWallet : IWallet
{
    private const int SubjectLetters = 120;

    private readonly WalletBook _book;
    private readonly AlipayWire _wire;
    private readonly AlipayBills _bills;
    private readonly TimeProvider _time;

    /// <summary>Makes the wallet.</summary>
    /// <param name="book">Merchants' accounts.</param>
    /// <param name="http">The way there; not disposed.</param>
    /// <param name="time">When it is.</param>
    public AlipayWallet(WalletBook book, HttpMessageInvoker http, TimeProvider time)
    {
        _book = book;
        _wire = new AlipayWire(new WalletLine(http, time), time);
        _bills = new AlipayBills(_wire, time);
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => WalletAccount.Alipay;

    /// <inheritdoc/>
    public string NoticeTaken => "success";

    /// <inheritdoc/>
    public TimeSpan BillAt => new(10, 15, 0);

    /// <inheritdoc/>
    public bool Serves(string merchant) => _book.Channel(merchant, Name) is { Account.IsOpen: true };

    /// <inheritdoc/>
    public async Task<WalletAnswer> PayAsync(WalletPayment payment, Secret<string> code, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { Account.IsOpen: true } channel)
        {
            return WalletRules.NotOffered;
        }

        var reply = await _wire.AskAsync(
            channel,
            "alipay.trade.pay",
            json =>
            {
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("scene", "bar_code");
                json.WriteString("auth_code", code.Reveal());
                json.WriteString("product_code", "FACE_TO_FACE_PAYMENT");
                WriteOrder(json, payment);
            },
            cancellation,
            channel.Account.NotifyAddress
        );
        return reply.IsGood ? Paid(reply, payment) : await MeaningAsync(channel, payment, reply, cancellation);
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> ShowAsync(WalletPayment payment, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { Account.IsOpen: true } channel)
        {
            return WalletRules.NotOffered;
        }

        var reply = await _wire.AskAsync(
            channel,
            "alipay.trade.precreate",
            json =>
            {
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("time_expire", WalletText.Plain(payment.UntilMs));
                WriteOrder(json, payment);
            },
            cancellation,
            channel.Account.NotifyAddress
        );
        if (!reply.IsGood)
        {
            return WalletRules.Shown(await MeaningAsync(channel, payment, reply, cancellation));
        }

        var shown = reply.Body.Text("qr_code");
        return reply.Body.Text("out_trade_no") == payment.Number && shown.Length > 0
            ? new(WalletState.Waiting, Shown: shown)
            : WalletRules.OtherContent;
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> AskAsync(WalletPayment payment, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { } channel)
        {
            return WalletRules.NoAccount;
        }

        // A shown code has no trade before somebody has scanned it.
        var found = await QueryAsync(channel, payment, cancellation);
        return found.State == WalletState.NotThere && payment.Shown && NowMs <= payment.UntilMs
            ? found with
            {
                State = WalletState.Waiting,
            }
            : found;
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> UndoAsync(WalletPayment payment, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { } channel)
        {
            return WalletRules.NoAccount;
        }

        var reply = await NamedAsync(channel, "alipay.trade.cancel", payment, cancellation);
        return reply switch
        {
            { IsProved: false } or { Code: not ("10000" or "40004") } => reply.Unknown,
            _ when reply.Body.Text("retry_flag") == "Y" => new(WalletState.Unknown, Reason: "retry_flag"),
            { IsGood: true } when reply.Body.Text("out_trade_no") != payment.Number => WalletRules.OtherContent,
            { IsGood: true } => reply.Body.Text("action") switch
            {
                "close" or "refund" => new(WalletState.Refused, reply.Body.Text("trade_no"), Reason: reply.Body.Text("action")),

                // Only of a trade that is there it says what it did.
                _ => WalletRules.NothingThere(payment, NowMs, "no action"),
            },

            // It is too old, or a part was given back.
            { SubCode: "ACQ.TRADE_CANCEL_TIME_OUT" or "ACQ.TRADE_STATUS_ERROR" or "ACQ.CANCEL_NOT_ALLOWED" or AlipayCodes.NoTrade } =>
                await EndAsync(channel, payment, cancellation),
            _ => reply.Unknown,
        };
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> RefundAsync(
        WalletPayment payment,
        string refundNumber,
        long amountMinor,
        CancellationToken cancellation
    )
    {
        if (_book.Channel(payment.Merchant, Name) is not { } channel)
        {
            return WalletRules.NoAccount;
        }

        var reply = await _wire.AskAsync(
            channel,
            "alipay.trade.refund",
            json =>
            {
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("out_request_no", refundNumber);
                json.WriteString("refund_amount", WalletText.Yuan(amountMinor));
            },
            cancellation
        );
        if (reply.IsGood)
        {
            // Its answer tells of all refunds together; of this one tells the question.
            var standing = await RefundStandingAsync(channel, payment, refundNumber, amountMinor, cancellation);
            return standing.State == WalletState.NotThere ? standing with { State = WalletState.Unknown } : standing;
        }

        return await WalletRules.MeaningAsync(
            AlipayCodes.Refund(reply),
            reply.Reason,
            () => RefundStandingAsync(channel, payment, refundNumber, amountMinor, cancellation)
        );
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WalletBillRow>?> BillAsync(string merchant, DateOnly day, CancellationToken cancellation) =>
        _book.Channel(merchant, Name) is { } channel ? await _bills.ReadAsync(channel, day, cancellation) : null;

    /// <inheritdoc/>
    public Task RefreshAsync(string merchant, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<WalletCheck> CheckAsync(string merchant, CancellationToken cancellation) =>
        WalletCheck.TimedAsync(
            _time,
            () =>
                _book.Channel(merchant, Name) is { } channel
                    ? _wire.CheckAsync(channel, WalletCheck.Number, cancellation)
                    : Task.FromResult((WalletCheckResult.NoAccount, ""))
        );

    /// <inheritdoc/>
    public async Task<WalletNotice?> ReadNoticeAsync(string merchant, Func<string, string?> header, ReadOnlyMemory<byte> body)
    {
        if (
            _book.Channel(merchant, Name) is not { } channel
            || AlipayNotice.Parameters(body) is not { } said
            || said.GetValueOrDefault("sign_type") != "RSA2"
            || said.GetValueOrDefault("app_id") != channel.Account.AppId
            || (channel.Account.Number.Length > 0 && said.GetValueOrDefault("seller_id", channel.Account.Number) != channel.Account.Number)
            || said.GetValueOrDefault("out_trade_no") is not { Length: > 0 } number
        )
        {
            return null;
        }

        // A notice names no certificate: any that is known may have signed it.
        var plain = Encoding.UTF8.GetBytes(AlipayWire.Plain(said, "sign", "sign_type"));
        return channel.Platform.Verifies(plain, said.GetValueOrDefault("sign", ""), NowMs)
            ? new WalletNotice(number, said.GetValueOrDefault("out_biz_no", ""))
            : null;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<WalletAnswer> QueryAsync(WalletChannel channel, WalletPayment payment, CancellationToken cancellation)
    {
        var reply = await NamedAsync(channel, "alipay.trade.query", payment, cancellation);
        if (!reply.IsGood)
        {
            return reply.SubCode == AlipayCodes.NoTrade ? new(WalletState.NotThere, Reason: reply.Reason) : reply.Unknown;
        }

        var status = reply.Body.Text("trade_status");
        return status switch
        {
            "TRADE_SUCCESS" or "TRADE_FINISHED" => Paid(reply, payment),
            _ when reply.Body.Text("out_trade_no") != payment.Number => WalletRules.OtherContent,
            "WAIT_BUYER_PAY" => new(WalletState.Waiting, reply.Body.Text("trade_no"), Reason: status),

            // Never paid, cancelled, or given back whole.
            "TRADE_CLOSED" => new(WalletState.Refused, reply.Body.Text("trade_no"), Reason: status),
            _ => new(WalletState.Unknown, Reason: status),
        };
    }

    // What cannot be cancelled: closed when it waits, given back whole when it was paid.
    private async Task<WalletAnswer> EndAsync(WalletChannel channel, WalletPayment payment, CancellationToken cancellation)
    {
        var asked = await QueryAsync(channel, payment, cancellation);
        switch (asked.State)
        {
            case WalletState.Done:
                return WalletRules.Undone(await RefundAsync(payment, WalletRules.WholeRefund(payment), payment.AmountMinor, cancellation));
            case WalletState.Waiting:
                var closed = await NamedAsync(channel, "alipay.trade.close", payment, cancellation);
                return closed.IsGood && closed.Body.Text("out_trade_no") == payment.Number
                    ? new(WalletState.Refused, closed.Body.Text("trade_no"), Reason: "close")
                    : closed.Unknown;
            case WalletState.NotThere:
                return WalletRules.NothingThere(payment, NowMs, asked.Reason);
            default:
                return asked;
        }
    }

    private async Task<WalletAnswer> RefundStandingAsync(
        WalletChannel channel,
        WalletPayment payment,
        string refundNumber,
        long amountMinor,
        CancellationToken cancellation
    )
    {
        var reply = await _wire.AskAsync(
            channel,
            "alipay.trade.fastpay.refund.query",
            json =>
            {
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("out_request_no", refundNumber);
            },
            cancellation
        );
        if (!reply.IsGood)
        {
            return reply.SubCode == AlipayCodes.NoTrade ? new(WalletState.NotThere, Reason: reply.Reason) : reply.Unknown;
        }

        // A refund that is not there is a success without its number.
        var body = reply.Body;
        if (body.Text("out_request_no").Length == 0)
        {
            return new(WalletState.NotThere, Reason: "no refund");
        }

        return body.Text("out_request_no") != refundNumber
            || body.Text("out_trade_no") != payment.Number
            || !IsAmount(body, "refund_amount", amountMinor)
            || !IsAmount(body, "total_amount", payment.AmountMinor)
                ? WalletRules.OtherContent
            : body.Text("refund_status") == "REFUND_SUCCESS" ? new(WalletState.Done, body.Text("trade_no"), Reason: "REFUND_SUCCESS")
            : new(WalletState.Unknown, Reason: body.Text("refund_status"));
    }

    private Task<WalletAnswer> MeaningAsync(
        WalletChannel channel,
        WalletPayment payment,
        AlipayReply reply,
        CancellationToken cancellation
    ) => WalletRules.MeaningAsync(AlipayCodes.Pay(reply), reply.Reason, () => QueryAsync(channel, payment, cancellation));

    private Task<AlipayReply> NamedAsync(WalletChannel channel, string method, WalletPayment payment, CancellationToken cancellation) =>
        _wire.AskAsync(channel, method, json => json.WriteString("out_trade_no", payment.Number), cancellation);

    // What was paid has to be what was asked for, and has a number.
    private static WalletAnswer Paid(AlipayReply reply, WalletPayment payment)
    {
        var (body, number) = (reply.Body, reply.Body.Text("trade_no"));
        return
            body.Text("out_trade_no") == payment.Number
            && number.Length > 0
            && IsAmount(body, "total_amount", payment.AmountMinor)
            && body.Text("trans_currency") is "" or "CNY"
            && body.Text("settle_currency") is "" or "CNY"
            ? new(WalletState.Done, number)
            : WalletRules.OtherContent;
    }

    private static bool IsAmount(JsonElement body, string name, long minor) =>
        WalletText.TryReadYuan(body.Text(name), out var read) && read == minor;

    private static void WriteOrder(Utf8JsonWriter json, WalletPayment payment)
    {
        json.WriteString("subject", WalletText.Subject(payment.Subject, SubjectLetters));
        json.WriteString("total_amount", WalletText.Yuan(payment.AmountMinor));
        json.WriteString("store_id", payment.Merchant);
        json.WriteString("terminal_id", payment.Terminal);
    }
}
