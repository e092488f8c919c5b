using System.Text.Json;
using Guitai.Foundation;

namespace Guitai.Host.Wallets.WeChat;

/// <summary>WeChat Pay by its API v3.</summary>
public sealed class WeChatWallet : IWallet
{
    private const string Orders = "/v3/pay/transactions/out-trade-no/";
    private const string Refunds = "/v3/refund/domestic/refunds";
    private const int SubjectLetters = 60;

    private readonly WalletBook _book;
    private readonly WeChatWire _wire;
    private readonly WeChatByCode _byCode;
    private readonly WeChatBills _bills;
    private readonly TimeProvider _time;

    /// <summary>Makes the wallet.</summary>
    /// <param name="book">Merchants' accounts.</param>
    /// <param name="http">The way there; not disposed.</param>
    /// <param name="time">When it is.</param>
    /// <param name="randomness">For nonces.</param>
    public WeChatWallet(WalletBook book, HttpMessageInvoker http, TimeProvider time, IRandomness randomness)
    {
        (_book, _time) = (book, time);
        _wire = new WeChatWire(new WalletLine(http, time), time, randomness);
        _byCode = new WeChatByCode(_wire, time);
        _bills = new WeChatBills(_wire);
    }

    /// <inheritdoc/>
    public string Name => WalletAccount.WeChat;

    /// <inheritdoc/>
    public string NoticeTaken => "";

    /// <inheritdoc/>
    public TimeSpan BillAt => new(10, 5, 0);

    /// <inheritdoc/>
    public bool Serves(string merchant) => _book.Channel(merchant, Name) is { Account.IsOpen: true };

    /// <inheritdoc/>
    public async Task<WalletAnswer> PayAsync(WalletPayment payment, Secret<string> code, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { Account.IsOpen: true } channel)
        {
            return WalletRules.NotOffered;
        }

        var reply = await _byCode.PayAsync(channel, payment, code, Subject(payment), cancellation);
        return reply.IsGood
            ? Standing(channel, payment, reply)
            : await MeaningAsync(WeChatCodes.Pay(reply.Code), reply, () => AskAsync(payment, cancellation));
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> ShowAsync(WalletPayment payment, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { Account: { IsOpen: true, NotifyAddress.Length: > 0 } account } channel)
        {
            return WalletRules.NotOffered;
        }

        var reply = await _wire.PostAsync(
            channel,
            "/v3/pay/transactions/native",
            json =>
            {
                json.WriteString("appid", account.AppId);
                json.WriteString("mchid", account.Number);
                json.WriteString("description", Subject(payment));
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("time_expire", WalletText.Iso(payment.UntilMs));
                json.WriteString("notify_url", account.NotifyAddress);
                json.WriteStartObject("amount");
                json.WriteNumber("total", payment.AmountMinor);
                json.WriteString("currency", "CNY");
                json.WriteEndObject();
            },
            cancellation
        );
        if (!reply.IsGood)
        {
            return WalletRules.Shown(await MeaningAsync(WeChatCodes.Pay(reply.Code), reply, () => AskAsync(payment, cancellation)));
        }

        var shown = reply.Body.Text("code_url");
        return shown.Length > 0 ? new(WalletState.Waiting, Shown: shown) : new(WalletState.Unknown, Reason: "no code_url");
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> AskAsync(WalletPayment payment, CancellationToken cancellation)
    {
        if (_book.Channel(payment.Merchant, Name) is not { } channel)
        {
            return WalletRules.NoAccount;
        }

        var reply = await _wire.GetAsync(channel, Order(payment, $"?mchid={channel.Account.Number}"), cancellation);
        if (!reply.IsGood)
        {
            return reply.IsProved && WeChatCodes.IsNoOrder(reply.Code) ? new(WalletState.NotThere, Reason: reply.Reason) : reply.Unknown;
        }

        var standing = Standing(channel, payment, reply);

        // Of what was undone by a refund it says that it was paid, too.
        return
            standing is { State: WalletState.Done, Reason: "REFUND" }
            && await RefundStandingAsync(channel, payment, WalletRules.WholeRefund(payment), payment.AmountMinor, cancellation)
                is { State: WalletState.Done or WalletState.Waiting }
            ? new(WalletState.Refused, standing.Number, Reason: "REFUND")
            : standing;
    }

    /// <inheritdoc/>
    public async Task<WalletAnswer> UndoAsync(WalletPayment payment, CancellationToken cancellation) =>
        _book.Channel(payment.Merchant, Name) is not { } channel ? WalletRules.NoAccount
        : payment.Shown ? await CloseAsync(channel, payment, cancellation)
        : await ReverseAsync(channel, payment, cancellation);

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

        var reply = await _wire.PostAsync(
            channel,
            Refunds,
            json =>
            {
                json.WriteString("out_trade_no", payment.Number);
                json.WriteString("out_refund_no", refundNumber);
                json.WriteStartObject("amount");
                json.WriteNumber("refund", amountMinor);
                json.WriteNumber("total", payment.AmountMinor);
                json.WriteString("currency", "CNY");
                json.WriteEndObject();
            },
            cancellation
        );
        return reply.IsGood
            ? RefundStanding(reply, payment, refundNumber, amountMinor)
            : await MeaningAsync(
                WeChatCodes.Refund(reply.Code),
                reply,
                () => RefundStandingAsync(channel, payment, refundNumber, amountMinor, cancellation)
            );
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WalletBillRow>?> BillAsync(string merchant, DateOnly day, CancellationToken cancellation) =>
        _book.Channel(merchant, Name) is { } channel ? await _bills.ReadAsync(channel, day, cancellation) : null;

    /// <inheritdoc/>
    public Task RefreshAsync(string merchant, CancellationToken cancellation) =>
        _book.Channel(merchant, Name) is { Account: { IsOpen: true, PlatformKeyId.Length: 0 } } channel
            ? _wire.RefreshAsync(channel)
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Task<WalletCheck> CheckAsync(string merchant, CancellationToken cancellation) =>
        WalletCheck.TimedAsync(
            _time,
            () =>
                _book.Channel(merchant, Name) is { } channel
                    ? _wire.CheckAsync(channel, $"{Orders}{WalletCheck.Number}?mchid={channel.Account.Number}")
                    : Task.FromResult((WalletCheckResult.NoAccount, ""))
        );

    /// <inheritdoc/>
    public async Task<WalletNotice?> ReadNoticeAsync(string merchant, Func<string, string?> header, ReadOnlyMemory<byte> body)
    {
        if (
            _book.Channel(merchant, Name) is not { } channel
            || body.Length > WalletLine.AnswerBytes
            || await _wire.FlawAsync(channel, header, body) is not null
            || WalletText.Object(body) is not { } told
            || WeChatWire.Open(channel, told.Inside("resource")) is not { } plain
            || WalletText.Object(plain) is not { } inside
            || inside.Text("mchid") != channel.Account.Number
            || inside.Text("out_trade_no") is not { Length: > 0 } number
        )
        {
            return null;
        }

        return new WalletNotice(number, inside.Text("out_refund_no"));
    }

    // A reverse is for the customer's code alone; what has closed or was reversed stays so.
    private async Task<WalletAnswer> ReverseAsync(WalletChannel channel, WalletPayment payment, CancellationToken cancellation)
    {
        var reply = await _byCode.ReverseAsync(channel, payment, cancellation);
        return reply switch
        {
            { IsGood: true } when reply.Body.Text("recall") == "Y" => new(WalletState.Unknown, Reason: "recall"),
            { IsGood: true } when reply.Body.Text("out_trade_no") is { Length: > 0 } number && number != payment.Number =>
                WalletRules.OtherContent,
            { IsGood: true } or { Code: "ORDERCLOSED" or "ORDERREVERSED" } => new(WalletState.Refused, Reason: reply.Reason),
            { IsProved: true } when WeChatCodes.IsNoOrder(reply.Code) => WalletRules.NothingThere(payment, _byCode.NowMs, reply.Reason),

            // Seven days are over, or a part was given back: what is left to do is a refund of all of it.
            { Code: "REVERSEEXPIRE" or "TRADEERROR" } => await UndoPaidAsync(payment, cancellation),
            _ => reply.Unknown,
        };
    }

    private async Task<WalletAnswer> CloseAsync(WalletChannel channel, WalletPayment payment, CancellationToken cancellation)
    {
        var reply = await _wire.PostAsync(
            channel,
            Order(payment, "/close"),
            json => json.WriteString("mchid", channel.Account.Number),
            cancellation
        );
        return reply switch
        {
            { IsGood: true } or { Code: "ORDERCLOSED" } => new(WalletState.Refused, Reason: reply.Reason),
            { Code: "ORDERPAID" } => await UndoPaidAsync(payment, cancellation),
            { IsProved: true } when WeChatCodes.IsNoOrder(reply.Code) => WalletRules.NothingThere(payment, _byCode.NowMs, reply.Reason),
            _ => reply.Unknown,
        };
    }

    private async Task<WalletAnswer> UndoPaidAsync(WalletPayment payment, CancellationToken cancellation)
    {
        var asked = await AskAsync(payment, cancellation);
        return asked.State == WalletState.Done
            ? WalletRules.Undone(await RefundAsync(payment, WalletRules.WholeRefund(payment), payment.AmountMinor, cancellation))
            : asked;
    }

    private async Task<WalletAnswer> RefundStandingAsync(
        WalletChannel channel,
        WalletPayment payment,
        string refundNumber,
        long amountMinor,
        CancellationToken cancellation
    )
    {
        var reply = await _wire.GetAsync(channel, $"{Refunds}/{Uri.EscapeDataString(refundNumber)}", cancellation);
        return reply.IsGood ? RefundStanding(reply, payment, refundNumber, amountMinor)
            : reply.IsProved && reply.Code == "RESOURCENOTEXISTS" ? new(WalletState.NotThere, Reason: reply.Reason)
            : reply.Unknown;
    }

    private static WalletAnswer RefundStanding(WeChatReply reply, WalletPayment payment, string refundNumber, long amountMinor)
    {
        var (body, amount) = (reply.Body, reply.Body.Inside("amount"));
        if (
            body.Text("out_refund_no") != refundNumber
            || body.Text("out_trade_no") != payment.Number
            || amount.Whole("refund") != amountMinor
            || amount.Whole("total") != payment.AmountMinor
            || amount.Text("currency") != "CNY"
        )
        {
            return WalletRules.OtherContent;
        }

        var status = body.Text("status");
        return new(
            status switch
            {
                "SUCCESS" => WalletState.Done,
                "PROCESSING" => WalletState.Waiting,
                "CLOSED" => WalletState.Refused,

                // ABNORMAL: the customer's card is gone, and people have to see to it.
                _ => WalletState.Unknown,
            },
            body.Text("refund_id"),
            Reason: status
        );
    }

    private static WalletAnswer Standing(WalletChannel channel, WalletPayment payment, WeChatReply reply)
    {
        var (body, amount) = (reply.Body, reply.Body.Inside("amount"));
        if (
            body.Text("mchid") != channel.Account.Number
            || body.Text("appid") != channel.Account.AppId
            || body.Text("out_trade_no") != payment.Number
        )
        {
            return WalletRules.OtherContent;
        }

        var (state, number) = (body.Text("trade_state"), body.Text("transaction_id"));
        var meaning = state switch
        {
            "SUCCESS" or "REFUND" => WalletState.Done,
            "NOTPAY" or "USERPAYING" or "ACCEPT" => WalletState.Waiting,
            "CLOSED" or "REVOKED" or "PAYERROR" => WalletState.Refused,
            _ => WalletState.Unknown,
        };

        // What was paid has to be what was asked for, and has a number.
        return
            meaning == WalletState.Done
            && (amount.Whole("total") != payment.AmountMinor || amount.Text("currency") != "CNY" || number.Length == 0)
            ? WalletRules.OtherContent
            : new(meaning, number, Reason: state);
    }

    private static Task<WalletAnswer> MeaningAsync(CodeMeaning meaning, WeChatReply reply, Func<Task<WalletAnswer>> ask) =>
        WalletRules.MeaningAsync(reply.IsProved ? meaning : CodeMeaning.Unknown, reply.Reason, ask);

    private static string Subject(WalletPayment payment) => WalletText.Subject(payment.Subject, SubjectLetters);

    private static string Order(WalletPayment payment, string rest) => $"{Orders}{Uri.EscapeDataString(payment.Number)}{rest}";
}
