namespace Guitai.Sandbox.Printer;

/// <summary>How the virtual printer behaves.</summary>
public enum PrinterMood
{
    /// <summary>As it should.</summary>
    Good,

    /// <summary>It prints, and the roll is nearly empty.</summary>
    PaperLow,

    /// <summary>There is no paper: it holds what it is sent and goes on when there is.</summary>
    PaperOut,

    /// <summary>The cover is open; as without paper.</summary>
    CoverOpen,

    /// <summary>The knife is stuck; as without paper.</summary>
    KnifeStuck,

    /// <summary>A row every tenth of a second.</summary>
    Slow,

    /// <summary>It takes the connection and then neither reads nor answers.</summary>
    Stalled,

    /// <summary>It loses its power in the middle of the next document, once.</summary>
    DiesMidway,

    /// <summary>It prints, and answers nonsense.</summary>
    Garbage,

    /// <summary>It prints and never answers, as the cheapest ones do.</summary>
    Mute,
}
