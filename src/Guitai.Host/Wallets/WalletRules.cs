namespace Guitai.Host.Wallets;

/// <summary>What holds at both wallets.</summary>
internal static class WalletRules
{
    // A payment code is good for a minute: what has not arrived after two can take nobody's money any more.
    private const long CodeLifeMs = 2 * 60_000;

    // Clocks differ.
    private const long SlackMs = 60_000;

    /// <summary>The merchant has no account that takes payments.</summary>
    public static WalletAnswer NotOffered { get; } = new(WalletState.Refused, Code: "40", Reason: "no account");

    /// <summary>There is no account to ask with.</summary>
    public static WalletAnswer NoAccount { get; } = new(WalletState.Unknown, Reason: "no account");

    /// <summary>It is the wallet's answer, and not about what was asked: another amount, currency or number.</summary>
    public static WalletAnswer OtherContent { get; } = new(WalletState.Unknown, Reason: "other content");

    /// <summary>The number of the refund that undoes a payment.</summary>
    public static string WholeRefund(WalletPayment payment) => payment.Number + "U";

    /// <summary>
    /// What an undo says of a payment that the wallet does not know: its request may still be on the way, so that nothing stands for certain only when it could not take
    /// money any more.
    /// </summary>
    public static WalletAnswer NothingThere(WalletPayment payment, long nowMs, string reason) =>
        nowMs >= (payment.Shown ? payment.UntilMs + SlackMs : payment.AtMs + CodeLifeMs)
            ? new(WalletState.Refused, Reason: reason)
            : new(WalletState.NotThere, Reason: reason);

    /// <summary>What an undo says when it made a whole refund.</summary>
    public static WalletAnswer Undone(WalletAnswer refund) =>
        refund.State switch
        {
            WalletState.Done => refund with { State = WalletState.Refused },
            WalletState.Waiting => refund,
            _ => refund with { State = WalletState.Unknown },
        };

    /// <summary>What asking for a code to show says when the answer has none: an order that waits without its code is of no use to anybody.</summary>
    public static WalletAnswer Shown(WalletAnswer answer) =>
        answer.State == WalletState.Waiting ? answer with { State = WalletState.Unknown } : answer;

    /// <summary>What an error code means for what was asked; where it may be a repeat's, how it stands decides.</summary>
    public static async Task<WalletAnswer> MeaningAsync(CodeMeaning meaning, string reason, Func<Task<WalletAnswer>> ask)
    {
        if (!meaning.AskFirst)
        {
            return new(meaning.State, Code: meaning.Code, Reason: reason);
        }

        var stands = await ask();
        return stands.State is WalletState.NotThere or WalletState.Refused
            ? new(WalletState.Refused, stands.Number, meaning.Code, Reason: reason)
            : stands;
    }
}
