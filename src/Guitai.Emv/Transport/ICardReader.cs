namespace Guitai.Emv.Transport;

/// <summary>How a card and a reader touch.</summary>
public enum CardInterface
{
    /// <summary>By contacts (ISO/IEC 7816-3).</summary>
    Contact,

    /// <summary>By a field (ISO/IEC 14443).</summary>
    Contactless,
}

/// <summary>What kept a card from being there, or from answering.</summary>
public enum CardTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The system has no service for card readers, or it does not run.</summary>
    NoService,

    /// <summary>No reader of that name is connected.</summary>
    NoReader,

    /// <summary>No card came in time.</summary>
    NoCard,

    /// <summary>A card is there that does not answer: broken, or put in the wrong way round.</summary>
    Mute,

    /// <summary>More than one card is in the field.</summary>
    Collision,

    /// <summary>Another program uses the card.</summary>
    InUse,

    /// <summary>The card was taken away.</summary>
    CardGone,

    /// <summary>The card, or its reader, did not answer in time; the link is of no use any more.</summary>
    Silent,

    /// <summary>The waiting was given up.</summary>
    Cancelled,

    /// <summary>The reader failed in a way that says no more.</summary>
    Failed,
}

/// <summary>A reader of cards. Nothing here throws because of a card, a reader or a service, and nothing waits for ever.</summary>
public interface ICardReader : IAsyncDisposable
{
    /// <summary>Its name, as the system has it.</summary>
    string Name { get; }

    /// <summary>What it is made for; a reader for both says so by each card's <see cref="ICardLink.Interface"/>.</summary>
    CardInterface Interface { get; }

    /// <summary>Waits until a card is there and answers the reset, then takes it for this program alone.</summary>
    /// <param name="patience">How long; zero only looks.</param>
    /// <param name="cancellation">Gives the waiting up: <see cref="CardTrouble.Cancelled"/>.</param>
    /// <returns>The card, or why there is none.</returns>
    ValueTask<CardArrival> WaitForCardAsync(TimeSpan patience, CancellationToken cancellation);

    /// <summary>Waits until no card is there.</summary>
    /// <param name="patience">How long; zero only looks.</param>
    /// <param name="cancellation">Gives the waiting up.</param>
    /// <returns>True when none is there.</returns>
    ValueTask<bool> WaitForRemovalAsync(TimeSpan patience, CancellationToken cancellation);
}

/// <summary>A card that came, or why none did.</summary>
/// <param name="Card">To be disposed of when done with, which takes its power away; null for none.</param>
/// <param name="Trouble">Why there is none.</param>
public readonly record struct CardArrival(ICardLink? Card, CardTrouble Trouble);

/// <summary>A card in a reader, with power.</summary>
public interface ICardLink : IAsyncDisposable
{
    /// <summary>What it answered to the reset.</summary>
    ReadOnlyMemory<byte> Atr { get; }

    /// <summary>By contacts or by a field.</summary>
    CardInterface Interface { get; }

    /// <summary>True for T=0: commands that bring data come without Le, and answers are fetched (61xx, 6Cxx).</summary>
    bool IsBytewise { get; }

    /// <summary>Sends one command.</summary>
    /// <param name="command">ISO/IEC 7816-4, short lengths.</param>
    /// <param name="cancellation">Gives the waiting up; the link is of no use any more.</param>
    /// <returns>What the card answered, or why it did not.</returns>
    ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation);
}

/// <summary>A card's answer to a command.</summary>
/// <param name="Answer">Data and two bytes of status; empty with a trouble.</param>
/// <param name="Trouble">Why there is none.</param>
public readonly record struct CardReply(ReadOnlyMemory<byte> Answer, CardTrouble Trouble)
{
    /// <summary>SW1 and SW2 as one number; 0 with a trouble.</summary>
    public int Status => Answer.Length < 2 ? 0 : (Answer.Span[^2] << 8) | Answer.Span[^1];

    /// <summary>What comes before the status.</summary>
    public ReadOnlyMemory<byte> Data => Answer.Length < 2 ? default : Answer[..^2];
}
