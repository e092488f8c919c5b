namespace Guitai.Sandbox.Wallets.Books;

/// <summary>What became of a wish to end an order or to give money back.</summary>
internal enum EndResult
{
    /// <summary>It is done, now or before.</summary>
    Done,

    /// <summary>There is no such order.</summary>
    Unknown,

    /// <summary>It is paid.</summary>
    IsPaid,

    /// <summary>It had ended before.</summary>
    WasOver,

    /// <summary>Not with an order of this way.</summary>
    WrongWay,

    /// <summary>Too early.</summary>
    TooEarly,

    /// <summary>Too late.</summary>
    TooLate,

    /// <summary>Parts were given back already.</summary>
    IsRefunded,

    /// <summary>It was never paid, or was taken back whole.</summary>
    NotPaid,

    /// <summary>More than is left.</summary>
    TooMuch,

    /// <summary>More parts than allowed.</summary>
    TooMany,

    /// <summary>The refund's number was used for something else.</summary>
    OtherContent,
}

/// <summary>What a merchant asks for when it gives money back.</summary>
/// <param name="TotalMinor">What the merchant believes the order to be; null when it does not say.</param>
internal sealed record RefundQuestion(
    string OutRefundNo,
    long AmountMinor,
    string Fingerprint,
    long? TotalMinor = null,
    string? Reason = null,
    string? NotifyUrl = null
);

/// <summary>Decides about ends and refunds.</summary>
internal static class Endings
{
    /// <summary>Ends an order that is not paid.</summary>
    public static (EndResult Result, WalletOrder? Order) Close(BookState books, WalletOrder? order, long nowMs)
    {
        switch (order)
        {
            case null:
                return (EndResult.Unknown, null);
            case { State: OrderState.Paid }:
                return (EndResult.IsPaid, order);
            case { IsOver: true }:
                return (EndResult.WasOver, order);
            default:
                books.Happen(new OrderEnded(order.Key, OrderState.Closed, nowMs));
                return (EndResult.Done, books.Find(order.Key, nowMs));
        }
    }

    /// <summary>Takes an order back, paid or not; what was paid goes back whole. A repeat does nothing more.</summary>
    /// <param name="notBefore">How old the order has to be.</param>
    /// <param name="within">How old it may be.</param>
    public static (EndResult Result, WalletOrder? Order) Revoke(
        BookState books,
        WalletOrder? order,
        TimeSpan notBefore,
        TimeSpan within,
        long nowMs
    )
    {
        switch (order)
        {
            case null:
                return (EndResult.Unknown, null);
            case { State: OrderState.Revoked }:
                return (EndResult.Done, order);
            case { State: OrderState.Closed }:
                return (EndResult.WasOver, order);
            case { RefundedMinor: > 0 }:
                return (EndResult.IsRefunded, order);
        }

        if (nowMs - order.MadeMs < BookState.Ms(notBefore))
        {
            return (EndResult.TooEarly, order);
        }

        if (nowMs - order.MadeMs > BookState.Ms(within))
        {
            return (EndResult.TooLate, order);
        }

        var back =
            order.State == OrderState.Paid
                ? new WalletRefund(
                    order.Key.OutTradeNo,
                    Payments.RefundId(books, order.Key.Wallet, nowMs),
                    order.AmountMinor,
                    Fingerprint: "",
                    nowMs,
                    nowMs,
                    Reversal: true
                )
                : null;
        books.Happen(new OrderEnded(order.Key, OrderState.Revoked, nowMs, back));
        return (EndResult.Done, books.Find(order.Key, nowMs));
    }

    /// <summary>Gives a part back. The same number with the same content is the same refund.</summary>
    public static (EndResult Result, WalletOrder? Order, WalletRefund? Refund) Refund(
        BookState books,
        WalletOrder? order,
        RefundQuestion question,
        TimeSpan takes,
        long nowMs
    )
    {
        if (order is null)
        {
            return (EndResult.Unknown, null, null);
        }

        if (order.Refund(question.OutRefundNo) is { Reversal: false } known)
        {
            return (known.Fingerprint == question.Fingerprint ? EndResult.Done : EndResult.OtherContent, order, known);
        }

        var refusal =
            order.State != OrderState.Paid ? EndResult.NotPaid
            : question.TotalMinor is { } total && total != order.AmountMinor ? EndResult.OtherContent
            : nowMs - order.PaidMs > BookState.Ms(books.Rules.RefundWithin) ? EndResult.TooLate
            : question.AmountMinor > order.AmountMinor - order.RefundedMinor ? EndResult.TooMuch
            : order.Refunds.Count >= books.Rules.MostRefunds ? EndResult.TooMany
            : EndResult.Done;
        if (refusal != EndResult.Done)
        {
            return (refusal, order, null);
        }

        var refund = new WalletRefund(
            question.OutRefundNo,
            Payments.RefundId(books, order.Key.Wallet, nowMs),
            question.AmountMinor,
            question.Fingerprint,
            nowMs,
            nowMs + BookState.Ms(takes),
            question.Reason,
            question.NotifyUrl
        );
        books.Happen(new RefundMade(order.Key, refund));
        return (EndResult.Done, books.Find(order.Key, nowMs), refund);
    }
}
