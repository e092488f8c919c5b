using Guitai.Foundation.Store;

namespace Guitai.Ledger;

/// <summary>The ledger's tables, for the role that keeps a ledger in its own store.</summary>
public static class LedgerSchema
{
    /// <summary>Entries with their postings side by side: four accounts and amounts, unused ones empty and zero.</summary>
    public static readonly Table Entry = new(
        "ledger_entry",
        2,
        Table.Text("book"),
        Table.Integer("number"),
        Table.Integer("day"),
        Table.Integer("at_ms"),
        Table.Text("kind"),
        Table.Integer("currency"),
        Table.Text("account1"),
        Table.Integer("minor1"),
        Table.Text("account2"),
        Table.Integer("minor2"),
        Table.Text("account3"),
        Table.Integer("minor3"),
        Table.Text("account4"),
        Table.Integer("minor4")
    );

    /// <summary>What moved on an account on a day.</summary>
    public static readonly Table Day = new(
        "ledger_day",
        4,
        Table.Text("book"),
        Table.Text("account"),
        Table.Integer("currency"),
        Table.Integer("day"),
        Table.Integer("debit"),
        Table.Integer("credit"),
        Table.Integer("postings")
    );

    /// <summary>Amounts set aside on an account until they are taken, given back or too old. The last column is its state.</summary>
    public static readonly Table Hold = new(
        "ledger_hold",
        2,
        Table.Text("book"),
        Table.Integer("number"),
        Table.Text("account"),
        Table.Integer("currency"),
        Table.Integer("minor"),
        Table.Integer("from_ms"),
        Table.Integer("until_ms"),
        Table.Integer("state")
    );

    /// <summary>What is held on an account altogether.</summary>
    public static readonly Table Held = new(
        "ledger_held",
        3,
        Table.Text("book"),
        Table.Text("account"),
        Table.Integer("currency"),
        Table.Integer("minor"),
        Table.Integer("holds")
    );

    /// <summary>The step that makes the tables.</summary>
    /// <param name="number">Its number among the role's own migrations.</param>
    public static Migration Migration(int number) =>
        new(
            number,
            "ledger",
            """
            CREATE TABLE ledger_entry (
                book {text} NOT NULL, number {int} NOT NULL, day {int} NOT NULL, at_ms {int} NOT NULL, kind {text} NOT NULL, currency {int} NOT NULL,
                account1 {text} NOT NULL, minor1 {int} NOT NULL, account2 {text} NOT NULL, minor2 {int} NOT NULL,
                account3 {text}, minor3 {int} NOT NULL, account4 {text}, minor4 {int} NOT NULL,
                PRIMARY KEY (book, number),
                CHECK (minor1 + minor2 + minor3 + minor4 = 0 AND minor1 <> 0 AND minor2 <> 0),
                CHECK ((account3 IS NULL) = (minor3 = 0) AND (account4 IS NULL) = (minor4 = 0))
            ) {clustered};
            CREATE TABLE ledger_day (
                book {text} NOT NULL, account {text} NOT NULL, currency {int} NOT NULL, day {int} NOT NULL,
                debit {int} NOT NULL CHECK (debit >= 0), credit {int} NOT NULL CHECK (credit >= 0), postings {int} NOT NULL,
                PRIMARY KEY (book, account, currency, day)
            ) {clustered};
            CREATE TABLE ledger_hold (
                book {text} NOT NULL, number {int} NOT NULL, account {text} NOT NULL, currency {int} NOT NULL, minor {int} NOT NULL CHECK (minor > 0),
                from_ms {int} NOT NULL, until_ms {int} NOT NULL, state {int} NOT NULL, PRIMARY KEY (book, number)
            ) {strict};
            CREATE INDEX ledger_hold_until ON ledger_hold (state, until_ms);
            CREATE TABLE ledger_held (
                book {text} NOT NULL, account {text} NOT NULL, currency {int} NOT NULL, minor {int} NOT NULL, holds {int} NOT NULL,
                PRIMARY KEY (book, account, currency)
            ) {strict};
            """
        );
}
