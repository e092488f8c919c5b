namespace Guitai.Till.Receipts;

/// <summary>What a print job prints.</summary>
public enum PrintKind
{
    /// <summary>An ended order.</summary>
    Receipt,

    /// <summary>A Z-report.</summary>
    ShiftReport,

    /// <summary>The report of the open shift.</summary>
    ShiftLook,

    /// <summary>A page that shows whether the printer is set up well.</summary>
    TestPage,

    /// <summary>A card payment's slip that the shop keeps.</summary>
    CardMerchant,

    /// <summary>A card payment's slip that the customer keeps, where no receipt carries it.</summary>
    CardCustomer,

    /// <summary>A code that the customer scans off paper; nothing comes out once its time is over.</summary>
    ShownCode,
}

/// <summary>Where a promised piece of paper stands. Only the first two are still to be printed.</summary>
public enum PrintState
{
    /// <summary>Not a byte of it has left.</summary>
    Waiting,

    /// <summary>Under way: written down before the first byte leaves, so that a crash is known to have been in the middle.</summary>
    Printing,

    /// <summary>It came out.</summary>
    Printed,

    /// <summary>It may be on paper, wholly or in part; a person is asked, and only a marked copy may follow.</summary>
    Uncertain,

    /// <summary>A person said what became of it, or gave it up.</summary>
    Settled,
}

/// <summary>A promised piece of paper.</summary>
/// <param name="Subject">The order, shift or card payment; for a test page the till.</param>
/// <param name="Copy">0 for the original; otherwise the number printed on it.</param>
/// <param name="AtMs">When it was promised.</param>
public sealed record PrintJob(Guid Id, PrintKind Kind, Guid Subject, int Copy, PrintState State, long AtMs)
{
    /// <summary>The state as it is stored and shown.</summary>
    public static string NameOf(PrintState state) =>
        state switch
        {
            PrintState.Waiting => "waiting",
            PrintState.Printing => "printing",
            PrintState.Printed => "printed",
            PrintState.Uncertain => "uncertain",
            _ => "settled",
        };

    /// <summary>Reads a stored state; a job that was under way when the process ended is uncertain.</summary>
    public static PrintState AtStart(string name) =>
        name switch
        {
            "waiting" => PrintState.Waiting,
            "printed" => PrintState.Printed,
            "settled" => PrintState.Settled,
            _ => PrintState.Uncertain,
        };
}
