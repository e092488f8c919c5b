using Guitai.Foundation.Store;

namespace Guitai.Shop;

/// <summary>The tables that the shop writes, as <c>Migrations</c> makes them.</summary>
internal static class Tables
{
    public static readonly Table Installation = Make("installation", 1, "name", "merchant");

    public static readonly Table MasterCounter = Make("master_counter", 1, "merchant", "#number");

    public static readonly Table Master = Make("master", 3, "merchant", "#kind", "id", "#number", "change_id", "#deleted", "body");

    public static readonly Table MasterChange = Make("master_change", 2, "merchant", "#number", "change_id");

    public static readonly Table Claim = Make("claim", 3, "merchant", "scope", "value", "id");

    public static readonly Table ProductRow = Make(
        "product_row",
        2,
        "merchant",
        "id",
        "code",
        "category",
        "tax_class",
        "#active",
        "search"
    );

    public static readonly Table StaffPassword = Make("staff_password", 2, "merchant", "staff", "hash");

    public static readonly Table Session = Make("session", 2, "merchant", "token_hash", "staff", "#created_at_ms", "#seen_at_ms");

    public static readonly Table LoginGuard = Make("login_guard", 2, "merchant", "subject", "#at_ms", "#wait_until_ms", "#failures");

    /// <summary>The guard's counter alone, for taking a try.</summary>
    public static readonly Table LoginFailures = Make("login_guard", 2, "merchant", "subject", "#failures");

    public static readonly Table Enrolment = Make("enrolment", 2, "merchant", "code_hash", "till", "#expires_at_ms");

    public static readonly Table TillContact = Make("till_contact", 2, "merchant", "till", "#at_ms");

    public static readonly Table Fact = Make(
        "fact",
        4,
        "merchant",
        "till",
        "incarnation",
        "#seq",
        "#kind",
        "#at_ms",
        "#business_date",
        "subject",
        "body",
        "previous_hash",
        "hash",
        "#received_at_ms"
    );

    public static readonly Table TillHead = Make("till_head", 2, "merchant", "till", "incarnation", "#seq", "hash", "#version");

    /// <summary>The head's version alone, for moving it from where it was read.</summary>
    public static readonly Table TillHeadVersion = Make("till_head", 2, "merchant", "till", "#version");

    public static readonly Table OrderRow = Make(
        "order_row",
        4,
        "merchant",
        "till",
        "incarnation",
        "#seq",
        "id",
        "store",
        "shift",
        "#number",
        "receipt_number",
        "kind",
        "#at_ms",
        "#business_date",
        "staff",
        "#total_minor",
        "#tax_minor",
        "#cost_minor",
        "#discount_minor",
        "#tip_minor",
        "tenders",
        "#lines",
        "original_order"
    );

    public static readonly Table OrderLineRow = Make(
        "order_line_row",
        5,
        "merchant",
        "till",
        "incarnation",
        "#seq",
        "#line",
        "product",
        "search",
        "#quantity_milli",
        "#paid_minor"
    );

    public static readonly Table ShiftOpenRow = Make(
        "shift_open_row",
        4,
        "merchant",
        "till",
        "incarnation",
        "#seq",
        "shift",
        "#number",
        "#at_ms",
        "staff",
        "#float_minor"
    );

    public static readonly Table ShiftCloseRow = Make(
        "shift_close_row",
        4,
        "merchant",
        "till",
        "incarnation",
        "#seq",
        "shift",
        "#z_number",
        "#at_ms",
        "staff",
        "body"
    );

    public static readonly Table HourTotal = Make(
        "hour_total",
        4,
        "merchant",
        "store",
        "#business_date",
        "#hour",
        "#sale_count",
        "#sale_minor",
        "#refund_count",
        "#refund_minor",
        "#void_count",
        "#void_minor",
        "#tax_minor",
        "#tip_minor",
        "#cost_minor",
        "#discount_minor"
    );

    public static readonly Table ProductTotal = Make(
        "product_total",
        4,
        "merchant",
        "store",
        "#business_date",
        "product",
        "name",
        "name_en",
        "#quantity_milli",
        "#paid_minor",
        "#tax_minor",
        "#cost_minor"
    );

    public static readonly Table StaffTotal = Make(
        "staff_total",
        4,
        "merchant",
        "store",
        "#business_date",
        "staff",
        "#sale_count",
        "#sale_minor",
        "#refund_count",
        "#refund_minor",
        "#void_count",
        "#void_minor"
    );

    public static readonly Table TenderTotal = Make(
        "tender_total",
        4,
        "merchant",
        "store",
        "#business_date",
        "tender",
        "#in_count",
        "#in_minor",
        "#out_count",
        "#out_minor"
    );

    public static readonly Table StockMove = Make(
        "stock_move",
        2,
        "merchant",
        "id",
        "store",
        "product",
        "#kind",
        "#quantity_milli",
        "#counted_milli",
        "#at_ms",
        "#business_date",
        "who"
    );

    public static readonly Table StockLevel = Make("stock_level", 3, "merchant", "product", "store", "#on_hand_milli", "#counts");

    public static readonly Table Proposal = Make(
        "proposal",
        2,
        "merchant",
        "id",
        "till",
        "#at_ms",
        "staff",
        "barcode",
        "name",
        "#price_minor"
    );

    public static readonly Table ProposalDecision = Make("proposal_decision", 2, "merchant", "id", "state", "staff", "#at_ms");

    public static readonly Table Alarm = Make("alarm", 2, "merchant", "id", "code", "parameters", "#at_ms", "till");

    public static readonly Table AlarmSeen = Make("alarm_seen", 2, "merchant", "id", "staff", "#at_ms");

    // A leading # marks a whole number; all else is text.
    private static Table Make(string name, int keyLength, params string[] columns) =>
        new(name, keyLength, [.. columns.Select(c => c[0] == '#' ? Table.Integer(c[1..]) : Table.Text(c))]);
}
