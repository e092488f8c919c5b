namespace Guitai.Host.Authorisation;

/// <summary>What a terminal asks for (docs/protocols/terminal.md). The numbers are stored: they never change.</summary>
public enum Flow
{
    /// <summary>None of these: answered with 12.</summary>
    None = 0,

    /// <summary>Balance inquiry.</summary>
    Balance = 1,

    /// <summary>Sale.</summary>
    Sale = 2,

    /// <summary>Void of a sale of the same batch.</summary>
    Void = 3,

    /// <summary>Refund, linked, whole or in part.</summary>
    Refund = 4,

    /// <summary>Pre-authorisation.</summary>
    PreAuthorisation = 5,

    /// <summary>Cancel of a pre-authorisation.</summary>
    PreAuthorisationCancel = 6,

    /// <summary>Completion that the issuer decides.</summary>
    Completion = 7,

    /// <summary>Cancel of a completion of the same batch.</summary>
    CompletionCancel = 8,

    /// <summary>Completion that has happened.</summary>
    CompletionAdvice = 9,

    /// <summary>A sale that the terminal approved offline.</summary>
    OfflineSale = 10,

    /// <summary>A new amount for a sale.</summary>
    Adjustment = 11,

    /// <summary>A tip added to a sale.</summary>
    TipAdjustment = 12,

    /// <summary>Reversal of whatever has the same numbers.</summary>
    Reversal = 20,

    /// <summary>Result of issuer scripts.</summary>
    ScriptResult = 21,

    /// <summary>Sign-in: working keys.</summary>
    SignIn = 30,

    /// <summary>Sign-off.</summary>
    SignOff = 31,

    /// <summary>Sign of life.</summary>
    Echo = 32,

    /// <summary>What became of a trace number.</summary>
    StatusInquiry = 33,

    /// <summary>The cashier found a card suspicious.</summary>
    Suspicion = 34,

    /// <summary>Which authorities' keys there are.</summary>
    KeyList = 35,

    /// <summary>One authority's key.</summary>
    KeyDownload = 36,

    /// <summary>The terminal has all keys.</summary>
    KeysTaken = 37,

    /// <summary>Which applications there are.</summary>
    ApplicationList = 38,

    /// <summary>One application's parameters.</summary>
    ApplicationDownload = 39,

    /// <summary>Settlement: both sides' totals are compared.</summary>
    Settlement = 40,

    /// <summary>Records of a batch that did not balance.</summary>
    BatchUpload = 41,

    /// <summary>The last message of an upload: the batch rolls.</summary>
    BatchEnd = 42,

    /// <summary>The terminal has all applications.</summary>
    ApplicationsTaken = 43,
}

/// <summary>Which message is which flow, and what each is.</summary>
public static class Flows
{
    /// <summary>Finds the flow of a message.</summary>
    /// <param name="mti">Field 0, 200 for 0200.</param>
    /// <param name="processing">Field 3; −1 when it is not there.</param>
    /// <param name="condition">Field 25; −1 when it is not there.</param>
    /// <param name="type">Field 60.1; −1 when it is not there.</param>
    /// <param name="network">Field 60.3; −1 when it is not there.</param>
    public static Flow Of(int mti, int processing, int condition, int type, int network) =>
        (mti, processing, condition, type) switch
        {
            (200, 310000, 0, 1) => Flow.Balance,
            (200, 0, 0, 22) => Flow.Sale,
            (200, 200000, 0, 23) => Flow.Void,
            (220, 200000, 0, 25) => Flow.Refund,
            (100, 30000, 6, 10) => Flow.PreAuthorisation,
            (100, 200000, 6, 11) => Flow.PreAuthorisationCancel,
            (200, 0, 6, 20) => Flow.Completion,
            (200, 200000, 6, 21) => Flow.CompletionCancel,
            (220, 0, 6, 24) => Flow.CompletionAdvice,
            (220, 0, 0, 30) => Flow.OfflineSale,
            (220, 0, 0, 32) => Flow.Adjustment,
            (220, 0, 0, 34) => Flow.TipAdjustment,
            (400, _, _, _) => Flow.Reversal,
            (620, _, _, _) when network == 951 => Flow.ScriptResult,
            (800, _, _, _) when network is 3 or 4 => Flow.SignIn,
            (820, _, _, _) when network == 2 => Flow.SignOff,
            (820, _, _, _) when network == 301 => Flow.Echo,
            (820, _, _, _) when network == 372 => Flow.KeyList,
            (800, _, _, _) when network == 370 => Flow.KeyDownload,
            (800, _, _, _) when network == 371 => Flow.KeysTaken,
            (820, _, _, _) when network == 382 => Flow.ApplicationList,
            (800, _, _, _) when network == 380 => Flow.ApplicationDownload,
            (800, _, _, _) when network == 381 => Flow.ApplicationsTaken,
            (820, _, _, _) when network == 990 => Flow.StatusInquiry,
            (820, _, _, _) when network == 991 => Flow.Suspicion,
            (500, _, _, _) when network == 201 => Flow.Settlement,
            (320, _, _, _) when network is 201 or 203 or 204 or 205 or 206 => Flow.BatchUpload,
            (320, _, _, _) when network is 202 or 207 => Flow.BatchEnd,
            _ => Flow.None,
        };

    /// <summary>The flow that a reversal's own fields 3, 25 and 60.1 name, and the type of its message: what it reverses.</summary>
    public static (Flow Flow, int Mti) Reversed(int processing, int condition, int type)
    {
        foreach (var mti in (ReadOnlySpan<int>)[200, 100, 220])
        {
            var flow = Of(mti, processing, condition, type, -1);
            if (flow != Flow.None)
            {
                return (flow, mti);
            }
        }

        return (Flow.None, 0);
    }

    /// <summary>True when no answer leads to a reversal; false when the identical message comes again instead.</summary>
    public static bool IsReversible(Flow flow) =>
        flow is Flow.Sale or Flow.Void or Flow.PreAuthorisation or Flow.PreAuthorisationCancel or Flow.Completion or Flow.CompletionCancel;

    /// <summary>True when an issuer decides while the terminal waits.</summary>
    public static bool IsAsked(Flow flow) => IsReversible(flow) || flow is Flow.Balance or Flow.Refund;

    /// <summary>True for what has happened already: taken, posted and told to the issuer.</summary>
    public static bool IsAdvice(Flow flow) => flow is Flow.CompletionAdvice or Flow.OfflineSale or Flow.Adjustment or Flow.TipAdjustment;

    /// <summary>True when it names an earlier transaction.</summary>
    public static bool NamesAnother(Flow flow) =>
        flow
            is Flow.Void
                or Flow.Refund
                or Flow.PreAuthorisationCancel
                or Flow.Completion
                or Flow.CompletionAdvice
                or Flow.CompletionCancel
                or Flow.Adjustment
                or Flow.TipAdjustment;

    /// <summary>True for what takes back of a sale: while it is asked, its amount is set aside, so that together they never take more than there is.</summary>
    public static bool TakesBack(Flow flow) => flow is Flow.Refund or Flow.Void or Flow.CompletionCancel;

    /// <summary>True for questions about parameters for chips.</summary>
    public static bool IsParameters(Flow flow) =>
        flow
            is Flow.KeyList
                or Flow.KeyDownload
                or Flow.KeysTaken
                or Flow.ApplicationList
                or Flow.ApplicationDownload
                or Flow.ApplicationsTaken;

    /// <summary>True for messages that carry a MAC.</summary>
    public static bool HasMac(Flow flow) => flow is not (Flow.SignIn or Flow.SignOff or Flow.Echo);

    /// <summary>Which side of a batch's totals it counts on: 1 debit, −1 credit, 0 neither.</summary>
    public static int Side(Flow flow) =>
        flow switch
        {
            Flow.Sale or Flow.Completion or Flow.CompletionAdvice or Flow.OfflineSale => 1,
            Flow.Void or Flow.CompletionCancel or Flow.Refund => -1,
            _ => 0,
        };
}
