using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Terminal.Machine;

/// <summary>How far a chip has come with a payment.</summary>
public enum ChipStage
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>It is being read, or its holder is asked something.</summary>
    Reads = 1,

    /// <summary>It wants its issuer asked.</summary>
    Asks = 2,

    /// <summary>It hears what came of it.</summary>
    Told = 3,
}

/// <summary>What is known of a payment in memory only: what a crash takes, it takes without harm.</summary>
public sealed class Hand
{
    /// <summary>The card, once it was given.</summary>
    public CardView? Card { get; set; }

    /// <summary>What the card asks of its holder.</summary>
    public PinDemand Pin { get; set; }

    /// <summary>There is a PIN block, or there will be none.</summary>
    public bool PinIsSettled { get; set; }

    /// <summary>There is a PIN block.</summary>
    public bool PinEntered { get; set; }

    /// <summary>The PIN that is asked for goes to the chip, not to the issuer.</summary>
    public bool PinIsForChip { get; set; }

    /// <summary>How many tries the chip allows its holder; null when it did not say.</summary>
    public int? TriesLeft { get; set; }

    /// <summary>How far the chip has come.</summary>
    public ChipStage Chip { get; set; }

    /// <summary>What the customer chooses from; null when nothing is to be chosen.</summary>
    public IReadOnlyList<string>? Applications { get; set; }

    /// <summary>What was chosen; null for none of them.</summary>
    public int? Application { get; set; }

    /// <summary>What the host said, until the chip has heard it.</summary>
    public HostAnswer? Told { get; set; }

    /// <summary>A chip could not be read: its card's stripe may be.</summary>
    public bool MayFallBack { get; set; }

    /// <summary>How often a card was there that did not answer.</summary>
    public int Mutes { get; set; }

    /// <summary>Once it is undone, it goes to the host once more: it was asked to sign in, and nobody proved that nothing was done.</summary>
    public bool AsksAgain { get; set; }

    /// <summary>Why the last attempt was not taken.</summary>
    public Refusal? Notice { get; set; }

    /// <summary>When what is waited for began to be.</summary>
    public long WaitsSinceMs { get; set; }

    /// <summary>When the person's time is up; 0: not set yet.</summary>
    public long DeadlineMs { get; set; }

    /// <summary>Since when nothing but the line is missing; 0: something else is.</summary>
    public long ReadyAtMs { get; set; }

    /// <summary>When the host is next asked about a customer, Unix milliseconds.</summary>
    public long AskAtMs { get; set; }

    /// <summary>How many addresses were tried since then.</summary>
    public int TriedLines { get; set; }
}
