namespace Guitai.Simulate.Cards;

/// <summary>Something that can go wrong at one step of a course.</summary>
internal enum CardFault
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>The terminal's process dies just before: what was about to be written or sent is not.</summary>
    TerminalDiesBefore,

    /// <summary>It dies just after, and does not come to what would have followed.</summary>
    TerminalDiesAfter,

    /// <summary>The terminal's device loses power just after.</summary>
    TerminalLosesPower,

    /// <summary>The host's process dies just before.</summary>
    HostDiesBefore,

    /// <summary>It dies just after.</summary>
    HostDiesAfter,

    /// <summary>The message never comes.</summary>
    Lost,

    /// <summary>The message comes twice.</summary>
    Doubled,

    /// <summary>The message comes when nobody waits for it any more.</summary>
    Late,

    /// <summary>A bit of the message is turned over on the way.</summary>
    Changed,

    /// <summary>The connection ends instead.</summary>
    Cut,

    /// <summary>The cashier gives up just then.</summary>
    Cancelled,
}

/// <summary>A defect that is planted in the terminal: whoever looks for defects must find it.</summary>
public enum CardBug
{
    /// <summary>None.</summary>
    None,

    /// <summary>The intent is not on disk when the message leaves.</summary>
    NoIntent,

    /// <summary>After a start a trace number is used again.</summary>
    NumbersTwice,

    /// <summary>What was approved is written as declined.</summary>
    DeclinesApprovals,
}

/// <summary>What kind of step it is: which faults can strike there follows.</summary>
internal enum StepKind
{
    /// <summary>The terminal writes.</summary>
    TerminalCommit,

    /// <summary>The host writes.</summary>
    HostCommit,

    /// <summary>A message of the terminal is under way.</summary>
    Up,

    /// <summary>A message of the host is under way.</summary>
    Down,

    /// <summary>A person does something at the terminal.</summary>
    Person,
}

/// <summary>One step of a course, by its place among those of its kind.</summary>
internal readonly record struct CardStep(StepKind Kind, int Number)
{
    private static readonly Dictionary<StepKind, CardFault[]> s_faults = new()
    {
        [StepKind.TerminalCommit] =
        [
            CardFault.TerminalDiesBefore,
            CardFault.TerminalDiesAfter,
            CardFault.TerminalLosesPower,
            CardFault.HostDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.HostCommit] = [CardFault.HostDiesBefore, CardFault.HostDiesAfter, CardFault.TerminalDiesAfter, CardFault.Cancelled],
        [StepKind.Up] =
        [
            CardFault.Lost,
            CardFault.Doubled,
            CardFault.Late,
            CardFault.Changed,
            CardFault.Cut,
            CardFault.TerminalDiesAfter,
            CardFault.HostDiesBefore,
            CardFault.Cancelled,
        ],
        [StepKind.Down] =
        [
            CardFault.Lost,
            CardFault.Doubled,
            CardFault.Late,
            CardFault.Changed,
            CardFault.Cut,
            CardFault.TerminalDiesBefore,
            CardFault.HostDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.Person] = [CardFault.TerminalDiesBefore, CardFault.TerminalDiesAfter, CardFault.HostDiesAfter, CardFault.Cancelled],
    };

    /// <summary>What can go wrong there.</summary>
    public IReadOnlyList<CardFault> Faults => s_faults[Kind];
}
