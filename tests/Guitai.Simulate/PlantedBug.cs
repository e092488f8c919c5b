namespace Guitai.Simulate;

/// <summary>A defect that stands in the simulated world and nowhere else: a simulator that does not find it finds nothing.</summary>
public enum PlantedBug
{
    /// <summary>None: the code as it is.</summary>
    None,

    /// <summary>Every disk answers syncs and ignores them.</summary>
    LyingDisk,

    /// <summary>The way to the shop answers that facts are safe there, and drops them.</summary>
    AcknowledgesUnsent,

    /// <summary>The shop counts a delivery that it had already taken once more.</summary>
    CountsTwice,

    /// <summary>The tills' stores answer before the commit, which follows a moment later.</summary>
    AnswersEarly,

    /// <summary>A shop restored from a backup says that it holds what the till last told it.</summary>
    ForgetsItWasRestored,

    /// <summary>A till forgets that a receipt was under way, and prints it again after a crash as if it were the first.</summary>
    PrintsAgain,

    /// <summary>A printer that could not print opens the drawer again at the next visit.</summary>
    KicksTwice,

    /// <summary>A printer that broke off says that all came out.</summary>
    SaysPrinted,

    /// <summary>After a crash an open order's confirmed tender is there twice.</summary>
    TenderTwice,

    /// <summary>A till forgets what of a sale went back already, and gives more back by a tender than it took.</summary>
    ForgetsRefunds,
}
