using Guitai.Foundation.Store;

namespace Guitai.Host;

/// <summary>The tables that the host writes, as its migrations make them. A name with # is a number, with ! bytes, otherwise text.</summary>
internal static class HostTables
{
    public static readonly Table Counter = Make("host_counter", 1, "name", "#value");

    public static readonly Table Node = Make("host_node", 1, "node", "#until_ms", "#from_rrn");

    public static readonly Table Merchant = Make("host_merchant", 1, "merchant", "body", "#version");

    public static readonly Table MerchantVersion = Make("host_merchant", 1, "merchant", "#version");

    public static readonly Table Terminal = Make("host_terminal", 1, "terminal", "merchant", "body", "#version");

    public static readonly Table TerminalVersion = Make("host_terminal", 1, "terminal", "#version");

    public static readonly Table Issuer = Make("host_issuer", 1, "issuer", "body", "#version");

    public static readonly Table IssuerVersion = Make("host_issuer", 1, "issuer", "#version");

    public static readonly Table Range = Make("host_range", 1, "prefix", "issuer", "body");

    public static readonly Table Session = Make(
        "host_session",
        1,
        "terminal",
        "#batch",
        "#day",
        "#signed_in_ms",
        "!pin_key",
        "!mac_key",
        "!track_key",
        "operator",
        "#version"
    );

    public static readonly Table SessionVersion = Make("host_session", 1, "terminal", "#version");

    public static readonly Table Intent = Make(
        "host_intent",
        1,
        "#rrn",
        "terminal",
        "#batch",
        "#trace",
        "#mti",
        "merchant",
        "#flow",
        "#at_ms",
        "#day",
        "#amount",
        "#fee",
        "#currency",
        "card",
        "!card_hash",
        "!card_seal",
        "scheme",
        "#product",
        "#entry",
        "#processing",
        "#condition",
        "issuer",
        "#stan",
        "sent_at",
        "!fingerprint",
        "of_terminal",
        "#of_batch",
        "#of_trace",
        "#of_mti",
        "node",
        "!message"
    );

    public static readonly Table Outcome = Make(
        "host_outcome",
        1,
        "#rrn",
        "#state",
        "code",
        "authorisation",
        "#at_ms",
        "!icc",
        "balance",
        "!messages",
        "wallet"
    );

    public static readonly Table Undo = Make("host_undo", 1, "#rrn", "#flow", "#by_rrn", "#at_ms");

    public static readonly Table Left = Make("host_left", 2, "merchant", "#rrn", "#remaining");

    public static readonly Table Adjusted = Make("host_adjusted", 2, "merchant", "#rrn", "#amount", "#fee", "#step");

    public static readonly Table Owed = Make(
        "host_owed",
        3,
        "issuer",
        "#rrn",
        "#mti",
        "terminal",
        "#batch",
        "#trace",
        "#of_mti",
        "#since_ms",
        "#answered_ms",
        "code"
    );

    public static readonly Table Batch = Make(
        "host_batch",
        2,
        "terminal",
        "#batch",
        "merchant",
        "#closed_ms",
        "#balanced",
        "#debit_minor",
        "#debit_count",
        "#credit_minor",
        "#credit_count",
        "told"
    );

    public static readonly Table Upload = Make("host_upload", 3, "terminal", "#batch", "#trace", "#kind", "#at_ms", "!body");

    public static readonly Table Script = Make("host_script", 3, "terminal", "#batch", "#trace", "#of_rrn", "#at_ms", "!icc");

    public static readonly Table Alarm = Make("host_alarm", 1, "id", "#at_ms", "kind", "terminal", "merchant", "parameters", "#seen_ms");

    public static readonly Table AlarmSeen = Make("host_alarm", 1, "id", "#seen_ms");

    public static readonly Table Activation = Make("host_activation", 1, "terminal", "code_hash", "#until_ms", "#tries");

    public static readonly Table Wallet = Make("host_wallet", 2, "merchant", "wallet", "body", "!seal", "#version");

    public static readonly Table WalletVersion = Make("host_wallet", 2, "merchant", "wallet", "#version");

    public static readonly Table Bill = Make(
        "host_bill",
        3,
        "merchant",
        "wallet",
        "#day",
        "#lines",
        "#paid_minor",
        "#back_minor",
        "#fee_minor",
        "#differences",
        "#fetched_ms"
    );

    public static readonly Table BillDifference = Make(
        "host_bill_difference",
        6,
        "merchant",
        "wallet",
        "#day",
        "number",
        "refund",
        "cause",
        "#rrn",
        "#ours_minor",
        "#theirs_minor",
        "wallet_number",
        "#at_ms"
    );

    public static readonly Table CaKey = Make("host_ca_key", 2, "provider", "#key_index", "!objects", "#version");

    public static readonly Table Application = Make("host_application", 1, "aid", "name", "!objects", "#version");

    public static readonly Table TerminalList = Make("host_terminal_list", 2, "terminal", "list", "#version", "#at_ms");

    private static Table Make(string name, int keyLength, params string[] columns) =>
        new(
            name,
            keyLength,
            [
                .. columns.Select(c =>
                    c[0] switch
                    {
                        '#' => Table.Integer(c[1..]),
                        '!' => Table.Blob(c[1..]),
                        _ => Table.Text(c),
                    }
                ),
            ]
        );
}
