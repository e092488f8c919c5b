using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;

namespace Guitai.Contracts.Sync;

/// <summary>What a till asks its shop for. The shop answers a request that it has answered before with the same effect.</summary>
public interface IShopLink
{
    /// <summary>Tells the shop where the till stands and learns where the shop stands.</summary>
    Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation);

    /// <summary>Hands facts over, in order. They are safe in the shop exactly up to the answer's sequence.</summary>
    Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation);

    /// <summary>Fetches masters after a number of the stream, in order of their last change.</summary>
    Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation);
}

/// <summary>The shop could not be reached, or did not answer; nothing is known about what it did.</summary>
public sealed class ShopUnreachableException : Exception
{
    public ShopUnreachableException() { }

    public ShopUnreachableException(string message)
        : base(message) { }

    public ShopUnreachableException(string message, Exception? inner)
        : base(message, inner) { }
}

/// <summary>The last fact of a till's journal.</summary>
public sealed record JournalHead(Guid Incarnation, long Sequence, string Hash);

/// <param name="TillId">Who asks.</param>
/// <param name="Head">Its last fact; null for an empty journal.</param>
/// <param name="MastersNumber">Last change applied; 0 for none.</param>
/// <param name="MastersChangeId">Id of that change.</param>
public sealed record Hello(Guid TillId, JournalHead? Head, long MastersNumber, Guid? MastersChangeId);

/// <param name="Known">False: the shop does not know the till, or it was revoked.</param>
/// <param name="Head">The last fact that the shop holds of this till's current line; null for none.</param>
/// <param name="KnowsTillHead">True when the shop holds the till's own head, or can: nothing forks.</param>
/// <param name="Missing">Facts that the shop holds and the till's journal lacks, in order: the till was restored from a backup.</param>
/// <param name="MastersReset">True: the stream the till followed is not the shop's any more; it starts again from 0.</param>
/// <param name="MastersNumber">The stream's last number.</param>
public sealed record HelloAnswer(
    bool Known,
    JournalHead? Head,
    bool KnowsTillHead,
    IReadOnlyList<Fact> Missing,
    bool MastersReset,
    long MastersNumber
);

/// <param name="Facts">In order of sequence, each following the one before.</param>
public sealed record FactsRequest(Guid TillId, IReadOnlyList<Fact> Facts);

/// <param name="Result">How it ended.</param>
/// <param name="Head">The last fact that the shop holds durably of this till's line.</param>
public sealed record FactsAnswer(FactsResult Result, JournalHead? Head);

/// <summary>How a delivery of facts ended. The numbers are sent.</summary>
public enum FactsResult
{
    /// <summary>Everything up to the answer's head is safe in the shop.</summary>
    Accepted = 1,

    /// <summary>The delivery does not follow the head in the answer: send from there.</summary>
    OutOfOrder = 2,

    /// <summary>A fact with the same key but another hash is here already, or a hash is wrong: nothing was taken, an alarm was raised.</summary>
    Forged = 3,

    /// <summary>The shop does not know the till, or it was revoked.</summary>
    UnknownTill = 4,

    /// <summary>The shop cannot store at present (disk full): send again later.</summary>
    NotNow = 5,
}

/// <param name="AfterNumber">Everything up to this number is applied.</param>
/// <param name="Most">At most so many changes.</param>
/// <param name="AfterChangeId">Id of the change of that number; null only at the stream's beginning.</param>
public sealed record MastersRequest(Guid TillId, long AfterNumber, int Most, Guid? AfterChangeId = null);

/// <param name="Changes">In order of number.</param>
/// <param name="LastNumber">The stream's last number; the till is up to date when it has applied it.</param>
/// <param name="Reset">True: the stream asked about is not the shop's any more, since the shop was restored; the till starts again from 0.</param>
public sealed record MastersAnswer(IReadOnlyList<MasterChange> Changes, long LastNumber, bool Reset = false);
