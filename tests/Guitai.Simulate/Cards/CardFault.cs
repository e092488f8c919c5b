namespace Guitai.Simulate.Cards;

/// <summary>Something that can go wrong at one step of a course.</summary>
public enum CardFault
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>The terminal's process dies just before: what was about to be written or sent is not.</summary>
    TerminalDiesBefore,

    /// <summary>It dies just after, and does not come to what would have followed.</summary>
    TerminalDiesAfter,

    /// <summary>The device loses power just after: terminal, and till where there is one.</summary>
    DeviceLosesPower,

    /// <summary>The host's process dies just before.</summary>
    HostDiesBefore,

    /// <summary>It dies just after.</summary>
    HostDiesAfter,

    /// <summary>The till's process dies just before.</summary>
    TillDiesBefore,

    /// <summary>It dies just after.</summary>
    TillDiesAfter,

    /// <summary>The message never comes.</summary>
    Lost,

    /// <summary>The message comes twice; a press is a double tap.</summary>
    Doubled,

    /// <summary>The message comes when nobody waits for it any more; an answer of the terminal to its till, at the last moment.</summary>
    Late,

    /// <summary>It comes late, and the cashier gives up meanwhile.</summary>
    LateAndCancelled,

    /// <summary>A bit of the message is turned over on the way.</summary>
    Changed,

    /// <summary>The connection ends instead.</summary>
    Cut,

    /// <summary>The cashier gives up just then.</summary>
    Cancelled,

    /// <summary>The disk is full just then, and for a few seconds more.</summary>
    DiskFull,

    /// <summary>The card is torn out before it did the command.</summary>
    TornBefore,

    /// <summary>The card still does the command, and is torn out with its answer.</summary>
    TornAfter,
}

/// <summary>A defect that is planted in the terminal or in the till: whoever looks for defects must find it.</summary>
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

    /// <summary>The till asks its terminal before it is on disk that it did.</summary>
    TillForgetsAsking,

    /// <summary>After a start the till asks under another id than before.</summary>
    TillAsksAnew,

    /// <summary>What may have happened is booked as if it had not.</summary>
    TillTakesUnknownForDeclined,

    /// <summary>What is under way is booked as approved.</summary>
    TillBooksEarly,

    /// <summary>A confirmed tender stands twice in the open order on disk.</summary>
    TillConfirmsTwice,

    /// <summary>A wallet that does not know a payment yet is taken for one that has undone it.</summary>
    WalletNotThereIsUndone,

    /// <summary>A wallet that does not answer is taken for one that refuses.</summary>
    WalletSilenceIsRefusal,

    /// <summary>What the host approved and the card did not is written as declined, and its reversal is forgotten.</summary>
    ChipRefusalForgotten,
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

    /// <summary>The till writes.</summary>
    TillCommit,

    /// <summary>A question of the till is under way to its terminal.</summary>
    Ask,

    /// <summary>The terminal's answer is under way to the till.</summary>
    Reply,

    /// <summary>The cashier presses something at the till.</summary>
    Press,

    /// <summary>A question of the host is under way to the customer's wallet.</summary>
    WalletAsk,

    /// <summary>The wallet's answer is under way to the host.</summary>
    WalletReply,

    /// <summary>A command for the card in the reader.</summary>
    Card,
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
            CardFault.DeviceLosesPower,
            CardFault.HostDiesAfter,
            CardFault.Cancelled,
            CardFault.DiskFull,
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
        [StepKind.WalletAsk] =
        [
            CardFault.Lost,
            CardFault.Late,
            CardFault.LateAndCancelled,
            CardFault.HostDiesAfter,
            CardFault.TerminalDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.WalletReply] = [CardFault.Lost, CardFault.HostDiesAfter, CardFault.TerminalDiesAfter, CardFault.Cancelled],
        [StepKind.Card] =
        [
            CardFault.TornBefore,
            CardFault.TornAfter,
            CardFault.TerminalDiesBefore,
            CardFault.TerminalDiesAfter,
            CardFault.DeviceLosesPower,
            CardFault.HostDiesAfter,
            CardFault.Cut,
            CardFault.Cancelled,
        ],
    };

    // At a till: what terminal and host do among themselves is gone through without one, so that here is left what the till can notice.
    private static readonly Dictionary<StepKind, CardFault[]> s_atTill = new()
    {
        [StepKind.TerminalCommit] = [CardFault.TerminalDiesAfter, CardFault.DeviceLosesPower, CardFault.TillDiesAfter, CardFault.Cancelled],
        [StepKind.HostCommit] = [CardFault.HostDiesAfter, CardFault.TillDiesAfter, CardFault.Cancelled],
        [StepKind.Up] = [CardFault.Lost, CardFault.TerminalDiesAfter, CardFault.TillDiesAfter, CardFault.Cancelled],
        [StepKind.Down] = [CardFault.Lost, CardFault.TerminalDiesBefore, CardFault.TillDiesAfter, CardFault.Cancelled],
        [StepKind.Person] =
        [
            CardFault.TerminalDiesBefore,
            CardFault.TerminalDiesAfter,
            CardFault.TillDiesBefore,
            CardFault.TillDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.TillCommit] =
        [
            CardFault.TillDiesBefore,
            CardFault.TillDiesAfter,
            CardFault.DeviceLosesPower,
            CardFault.TerminalDiesAfter,
            CardFault.Cancelled,
            CardFault.DiskFull,
        ],
        [StepKind.WalletAsk] =
        [
            CardFault.Lost,
            CardFault.LateAndCancelled,
            CardFault.HostDiesAfter,
            CardFault.TillDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.WalletReply] = [CardFault.Lost, CardFault.HostDiesAfter, CardFault.TillDiesAfter, CardFault.Cancelled],
        [StepKind.Card] =
        [
            CardFault.TornBefore,
            CardFault.TornAfter,
            CardFault.TerminalDiesAfter,
            CardFault.DeviceLosesPower,
            CardFault.TillDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.Ask] =
        [
            CardFault.Lost,
            CardFault.Doubled,
            CardFault.Late,
            CardFault.LateAndCancelled,
            CardFault.Cut,
            CardFault.TillDiesBefore,
            CardFault.TillDiesAfter,
            CardFault.TerminalDiesBefore,
            CardFault.Cancelled,
        ],
        [StepKind.Reply] =
        [
            CardFault.Lost,
            CardFault.Late,
            CardFault.Cut,
            CardFault.TillDiesBefore,
            CardFault.TerminalDiesAfter,
            CardFault.Cancelled,
        ],
        [StepKind.Press] =
        [
            CardFault.Doubled,
            CardFault.TillDiesBefore,
            CardFault.TillDiesAfter,
            CardFault.TerminalDiesAfter,
            CardFault.Cancelled,
        ],
    };

    /// <summary>What can go wrong there.</summary>
    /// <param name="atTill">There is a till in the course.</param>
    public IReadOnlyList<CardFault> Faults(bool atTill) => (atTill ? s_atTill : s_faults)[Kind];
}
