using Guitai.Foundation.Store;
using static Guitai.Foundation.Store.Table;

namespace Guitai.Till.Journal;

/// <summary>The till's tables as its writer writes them; the columns stand in <c>Migrations</c>.</summary>
internal static class TillTables
{
    public static readonly Table Fact = new(
        "fact",
        1,
        Integer("position"),
        Text("incarnation"),
        Integer("sequence"),
        Integer("kind"),
        Integer("at_ms"),
        Integer("business_date"),
        Text("subject"),
        Text("body"),
        Text("previous_hash"),
        Text("hash")
    );

    public static readonly Table State = new("till_state", 1, Text("name"), Text("body"));

    public static readonly Table OrderRow = new(
        "order_row",
        1,
        Text("order_id"),
        Integer("number"),
        Text("receipt_number"),
        Text("kind"),
        Integer("at_ms"),
        Integer("sequence"),
        Integer("total_minor"),
        Text("tenders"),
        Text("staff_id"),
        Text("shift_id"),
        Integer("lines"),
        Text("original_order_id")
    );

    public static readonly Table OrderLineRow = new(
        "order_line_row",
        2,
        Text("order_id"),
        Integer("line"),
        Text("code"),
        Text("barcode"),
        Text("name")
    );

    public static readonly Table OpenOrder = new("open_order", 1, Text("order_id"), Integer("held"), Text("body"));

    public static readonly Table PrintJob = new(
        "print_job",
        1,
        Text("job_id"),
        Text("kind"),
        Text("subject"),
        Integer("copy"),
        Text("state"),
        Integer("at_ms")
    );

    /// <summary>What the till keeps about its devices.</summary>
    public static readonly Table Device = new("device", 1, Text("name"), Text("body"));

    /// <summary>What this till asked its terminal for; under way as long as it is open.</summary>
    public static readonly Table CardPayment = new("card_payment", 1, Text("payment_id"), Integer("open"), Integer("at_ms"), Text("body"));

    /// <summary>Refunds that wait for a card to be given its part.</summary>
    public static readonly Table OpenRefund = new("open_refund", 1, Text("refund_id"), Text("body"));

    // The till sells by one, and gathers in the other when its shop was restored: see SyncCursor.
    private static readonly Table[] s_masters =
    [
        new("master", 2, Integer("kind"), Text("id"), Integer("number"), Text("body")),
        new("master_other", 2, Integer("kind"), Text("id"), Integer("number"), Text("body")),
    ];

    /// <summary>A table of masters, by <see cref="SyncCursor.MastersIn"/>.</summary>
    public static Table Masters(int table) => s_masters[table];

    public static readonly Table LoginGuard = new("login_guard", 1, Text("number"), Integer("failures"), Integer("last_failure_ms"));
}
