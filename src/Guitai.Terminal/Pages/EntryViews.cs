using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Terminal.Pages;

/// <summary>What the terminal's own page shows for one payment. Not for the till: it never leaves this process but to the page.</summary>
public sealed record EntryView
{
    /// <summary>Rises with every change; a look waits for the next.</summary>
    public required long Version { get; init; }

    public required PaymentKind Kind { get; init; }

    public required PaymentState State { get; init; }

    public required PaymentWait Waits { get; init; }

    public long? AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>The card, once it was read.</summary>
    public CardView? Card { get; init; }

    /// <summary>Typing a number is allowed here.</summary>
    public bool MayType { get; init; }

    /// <summary>While the PIN is waited for on this page; null while it is entered on a PIN pad.</summary>
    public PinPadView? Pad { get; init; }

    /// <summary>While the customer chooses from them, the card's applications by name; null otherwise.</summary>
    public IReadOnlyList<ApplicationLabel>? Applications { get; init; }

    /// <summary>There is a reader into which a card can be inserted.</summary>
    public bool Inserts { get; init; }

    /// <summary>There is a reader to which a card can be held.</summary>
    public bool Taps { get; init; }

    /// <summary>A card is in the reader: it stays until the payment is through, and then it is to be taken.</summary>
    public bool HoldsCard { get; init; }

    /// <summary>While the signature is waited for.</summary>
    public bool AsksSignature { get; init; }

    /// <summary>Why the last attempt was not taken, or why the payment ended; the page translates it.</summary>
    public Refusal? Notice { get; init; }

    /// <summary>The host's code once there was an answer.</summary>
    public ShortWord? Code { get; init; }

    /// <summary>The balance that was asked for, minor units.</summary>
    public long? BalanceMinor { get; init; }

    /// <summary>When what is waited for began to be waited for, Unix milliseconds.</summary>
    public required long WaitsSinceMs { get; init; }

    /// <summary>When the person's time is up, Unix milliseconds; null while nobody has anything to do.</summary>
    public long? UntilMs { get; init; }
}

/// <summary>The PIN pad on the screen.</summary>
/// <param name="Layout">Ten digits as they stand on the keys, in the order of the keys: new for every PIN.</param>
/// <param name="Least">Fewest digits.</param>
/// <param name="Most">Most digits.</param>
/// <param name="MayPass">The customer may go on without one, and signs.</param>
/// <param name="ForChip">The chip verifies it, at once.</param>
/// <param name="TriesLeft">How many tries the chip allows; null when it does not say.</param>
public sealed record PinPadView(string Layout, int Least, int Most, bool MayPass, bool ForChip, int? TriesLeft);

/// <summary>One of a card's applications, by its name.</summary>
public sealed record ApplicationLabel(string Name);

/// <summary>Which of the card's applications was chosen: its place in the list; null for none.</summary>
public sealed record ApplicationRequest(int? Index);

/// <summary>What came out of a stripe reader: tracks 1 and 2 as it types them.</summary>
public sealed record SwipeRequest(Secret<string> Tracks);

/// <summary>A card as it was typed.</summary>
/// <param name="Number">The digits of its face.</param>
/// <param name="Expiry">MMYY.</param>
/// <param name="Cvv2">Three digits of its back; null where there are none.</param>
public sealed record TypedCardRequest(Secret<string> Number, Secret<string> Expiry, Secret<string>? Cvv2);

/// <summary>A PIN, as the positions of the keys that were pressed: 0 to 9 in the order of <see cref="PinPadView.Layout"/>. Empty: without a PIN.</summary>
public sealed record PinRequest(Secret<IReadOnlyList<int>> Keys);

/// <summary>A drawn signature: strokes of x and y by turns, in thousandths of the pad's width.</summary>
public sealed record SignatureRequest(IReadOnlyList<IReadOnlyList<int>> Strokes);
