using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Masters;

namespace Guitai.Till.Desk;

/// <summary>Which browser and which page of it a request comes from.</summary>
/// <param name="Token">Session cookie; null when there is none.</param>
/// <param name="PageId">Made by the page at load; null for requests that do not act.</param>
public sealed record PageContext(string? Token, Guid? PageId);

/// <summary>Who acts.</summary>
public sealed record Actor(StaffMember Staff)
{
    public Guid Id => Staff.Id;
}

/// <summary>The one person logged in at the till, and the one page that may act. Not kept over a restart: everybody logs in again.</summary>
internal sealed class TillSession
{
    public Guid? StaffId { get; private set; }

    public bool Locked { get; private set; }

    /// <summary>True: locked with its face to the customer.</summary>
    public bool Turned { get; private set; }

    public Guid? ActivePageId { get; private set; }

    private string? Token { get; set; }

    /// <summary>True when a request's cookie is this session's.</summary>
    public bool Owns(PageContext page) => Token is not null && string.Equals(Token, page.Token, StringComparison.Ordinal);

    public void Begin(Guid staffId, string token, Guid? pageId) =>
        (StaffId, Token, ActivePageId, Locked, Turned) = (staffId, token, pageId ?? ActivePageId, false, false);

    public void End() => (StaffId, Token, Locked, Turned) = (null, null, false, false);

    public void Lock() => Locked = StaffId is not null;

    public void Turn() => Locked = Turned = StaffId is not null;

    public void Unlock() => Locked = Turned = false;

    public void TakePage(Guid pageId) => ActivePageId = pageId;

    public Outcome<Actor> Enter(PageContext page, Catalogue catalogue)
    {
        if (StaffId is not { } id || !Owns(page))
        {
            return Refusals.LogIn;
        }

        if (catalogue.Get<StaffMember>(MasterKind.Staff, id) is not { Active: true } staff)
        {
            End();
            return Refusals.LogIn;
        }

        if (Locked)
        {
            return Refusals.Locked;
        }

        return page.PageId is { } pageId && pageId != ActivePageId ? Refusals.PageTakenOver : new Actor(staff);
    }
}

/// <summary>The sale that just ended.</summary>
internal sealed record LastSale(
    Guid OrderId,
    string ReceiptNumber,
    long TotalMinor,
    long TenderedMinor,
    long ChangeMinor,
    Guid? PrintJobId,
    IReadOnlyList<Tender> Tenders
);
