using Guitai.Foundation;
using Guitai.Foundation.People;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Imports;
using Guitai.Shop.Pages;
using Guitai.Shop.Reports;
using Guitai.Shop.Settings;
using Guitai.Shop.Staff;
using Guitai.Shop.Sync;

namespace Guitai.Shop;

/// <summary>The shop's features over one merchant's books.</summary>
public sealed class ShopDesk(Books books) : IDisposable
{
    /// <summary>The books.</summary>
    public Books Books => books;

    public MasterStream Masters { get; } = new(books);

    public StoreBook Stores => new(books, Masters);

    public GroupBook Groups => new(books, Masters);

    public TenderBook Tenders => new(books, Masters);

    /// <summary>In the demo: ends it and opens a shop of one's own in its place. Null elsewhere.</summary>
    public Action? LeaveDemo { get; set; }

    /// <summary>Where tills come in.</summary>
    public TillDoor TillDoor { get; } = new();

    public TillBook Tills => new(books, Masters, TillDoor);

    public Setup Setup => new(books, Masters);

    public StaffBook Staff => new(books, Masters);

    public Sessions Sessions => new(books);

    public Login Login { get; } = new(books, new Sessions(books));

    public ProductBook Products => new(books, Masters);

    public PictureBook Pictures => new(books, Masters);

    public ProductImport Import { get; } = new(books, new MasterStream(books));

    public Proposals Proposals => new(books, Products);

    public SalesReports Sales => new(books);

    public OrderReports Orders => new(books);

    public ShiftReports Shifts => new(books);

    public AuditReports AuditReports => new(books);

    public Alarms Alarms => new(books);

    public ShopSync Sync => new(books, Masters);

    public SyncDoor SyncDoor => new(books, Sync);

    /// <summary>Tries from one address: log-in and enrolment.</summary>
    internal RateLimit LoginTries { get; } = new(books.Time, 30, TimeSpan.FromMinutes(1));

    internal RateLimit EnrolTries { get; } = new(books.Time, 10, TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    public void Dispose() => books.Audit.Dispose();
}
