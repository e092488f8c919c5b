using System.Collections.Concurrent;
using Guitai.Foundation.Store;
using Guitai.Host.Routing;
using Guitai.Host.Wallets;
using Guitai.Iso8583;

namespace Guitai.Host.Authorisation;

/// <content>Payments by code that somebody still has to finish: the wallet is asked by its rhythm until there is an end, or the time is over.</content>
public sealed partial class Authoriser
{
    private const int MostAtOnce = 100;

    private readonly ConcurrentDictionary<MessageKey, Pending> _pending = new();

    private sealed record Pending(Intent Intent, long NextMs, int Times);

    /// <summary>How many payments wait for their customers.</summary>
    public int Waiting => _pending.Count;

    /// <summary>Asks the wallets about what is due.</summary>
    /// <returns>How many ended.</returns>
    public async Task<int> LookAsync()
    {
        var now = services.NowMs;
        var due = _pending.Values.Where(p => p.NextMs <= now).OrderBy(p => p.NextMs).Take(MostAtOnce).ToList();
        var ended = await Task.WhenAll(due.Select(LookAsync));
        return ended.Count(e => e);
    }

    /// <summary>Something was heard of a payment: it is asked at once. What was heard decides nothing.</summary>
    public void LookSoon(string number)
    {
        foreach (var pending in _pending.Values.Where(p => WalletPort.NumberOf(p.Intent.Key) == number))
        {
            _pending.TryUpdate(pending.Intent.Key, pending with { NextMs = 0 }, pending);
        }
    }

    /// <summary>A wallet told something about a payment: it is asked, and what it says decides. What has ended here without its money and is paid there all the same goes back.</summary>
    public async Task HeardAsync(string number)
    {
        LookSoon(number);
        if (
            WalletPort.KeyOf(number) is not { } key
            || services.Store.Read(c => c.Find(key))
                is not { Outcome.State: OutcomeState.Declined or OutcomeState.Reversed, Intent: var intent }
            || !IsWallets(intent.Issuer)
            || services.Merchants.Find(intent.Merchant) is not { } merchant
            || await services.Issuers.LookAsync(intent, merchant.Merchant) is not { Kind: ReplyKind.Answered, Code: "00" }
        )
        {
            return;
        }

        var owed = new Owed(intent.Issuer, intent.Rrn, 420, intent.Key, services.NowMs);
        var write = OwedBook.OweAgain(new Write(), owed);
        services.Alarms.Raise(
            write,
            "wallet.paid-late",
            intent.Key.Terminal,
            intent.Merchant,
            ("number", number),
            ("wallet", intent.Issuer)
        );
        if (await services.Store.WriteAsync(write) == WriteResult.Committed)
        {
            services.Owed.Wake();
        }
    }

    private bool IsWallets(string issuer) => services.Issuers.Wallets.ContainsKey(issuer);

    private bool TryIssuer(string name, out Issuer issuer) =>
        services.Routes.Issuers.TryGetValue(name, out issuer!) || services.Issuers.Wallets.TryGetValue(name, out issuer!);

    private Answer Wait(Intent intent, IssuerReply reply)
    {
        var now = services.NowMs;
        _pending[intent.Key] = new Pending(intent, now + PauseOf(0, intent), 0);
        return Answer.Of("09", now) with { Rrn = intent.Rrn, Wallet = reply.Shown.Length > 0 ? Field59.Of(Field59.Show, reply.Shown) : "" };
    }

    // Of a process that is dead: this one goes on asking. It stays the dead one's until it has ended, so that the next process finds it too.
    private bool GoesOn(Intent intent)
    {
        if (
            !(IsWallets(intent.Issuer) || WalletPort.IsShown(intent))
            || intent.Flow != Flow.Sale
            || services.NowMs >= WalletPort.UntilMs(intent)
        )
        {
            return false;
        }

        _pending.TryAdd(intent.Key, new Pending(intent, services.NowMs, 0));
        return true;
    }

    private async Task<bool> LookAsync(Pending pending)
    {
        var intent = pending.Intent;
        if (services.Store.Read(c => c.Find(intent.Key)) is { Outcome: not null })
        {
            // A reversal was faster: what it owes the wallet is told.
            Forget(intent);
            return true;
        }

        IssuerReply reply;
        try
        {
            reply = services.Merchants.Find(intent.Merchant) is { } merchant
                ? await services.Issuers.LookAsync(intent, merchant.Merchant)
                : new IssuerReply(ReplyKind.NoAnswer);
        }
        catch (Exception fault) when (fault is not StoreBrokenException)
        {
            reply = new IssuerReply(ReplyKind.NoAnswer);
        }

        if (reply.Kind != ReplyKind.Answered && services.NowMs < WalletPort.UntilMs(intent))
        {
            var times = pending.Times + 1;
            _pending.TryUpdate(intent.Key, new Pending(intent, services.NowMs + PauseOf(times, intent), times), pending);
            return false;
        }

        // In this order: until the end is written, a process that takes over has to find it.
        await EndAsync(intent, reply.Kind == ReplyKind.Answered ? reply : new IssuerReply(ReplyKind.NoAnswer));
        Forget(intent);
        return true;
    }

    private void Forget(Intent intent)
    {
        _pending.TryRemove(intent.Key, out _);
        services.Leases.GiveBack(intent.Rrn);
    }

    // Often at first, when most are paid; then as the wallets' own documents ask for. Of a code that is shown for long, WeChat and Alipay tell by themselves.
    private long PauseOf(int times, Intent intent) =>
        times switch
        {
            0 => 2_000,
            < 5 => 3_000,
            < 9 => 5_000,
            _ => WalletPort.IsShown(intent) && IsWallets(intent.Issuer) ? 10_000 : 5_000,
        };
}
