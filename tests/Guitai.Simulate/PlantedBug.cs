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
}
