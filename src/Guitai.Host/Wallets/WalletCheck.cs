namespace Guitai.Host.Wallets;

/// <summary>What came of trying an account. The page has a sentence for each.</summary>
public enum WalletCheckResult
{
    /// <summary>The wallet knows the account, and its answers are proved.</summary>
    Good,

    /// <summary>There is no such account.</summary>
    NoAccount,

    /// <summary>Nobody answers at the address, or not in time.</summary>
    Unreachable,

    /// <summary>Somebody answers who is no such gateway.</summary>
    NotAGateway,

    /// <summary>The wallet refuses our signature: number, certificate's serial number or private key do not belong together, or the clock is wrong.</summary>
    SignatureRefused,

    /// <summary>The wallet's certificates do not open under the APIv3 key.</summary>
    WrongApiV3Key,

    /// <summary>The answer's signature is not by the wallet's key as it was entered here.</summary>
    AnswerNotProved,

    /// <summary>The wallet says that the account may not do this.</summary>
    NotAllowed,

    /// <summary>The wallet says something else; the reason is its own code.</summary>
    Refused,
}

/// <summary>What came of trying an account at its wallet.</summary>
/// <param name="Result">What is wrong, or nothing.</param>
/// <param name="Reason">The wallet's own code, for people who ask the wallet.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record WalletCheck(WalletCheckResult Result, string Reason, long Milliseconds)
{
    /// <summary>The number of a payment that nobody ever makes: no terminal's number begins so.</summary>
    internal const string Number = "CHECK000000000000001";

    internal static async Task<WalletCheck> TimedAsync(TimeProvider time, Func<Task<(WalletCheckResult Result, string Reason)>> check)
    {
        var since = time.GetTimestamp();
        var (result, reason) = await check();
        return new WalletCheck(result, reason, (long)time.GetElapsedTime(since).TotalMilliseconds);
    }
}
