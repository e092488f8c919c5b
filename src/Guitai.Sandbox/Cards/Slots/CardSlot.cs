using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Cards.Slots;

/// <summary>How a card is put to a reader.</summary>
/// <param name="WrongWay">Turned round: the reader feels a card that never answers.</param>
/// <param name="TearAt">At which command it is torn out, 1 for the first; null: it stays.</param>
/// <param name="TearBehind">The card still does that command, and only its answer is lost.</param>
public sealed record CardPlacing(bool WrongWay = false, int? TearAt = null, bool TearBehind = false);

/// <summary>What a reader finds when it gives power.</summary>
public enum SlotPower
{
    /// <summary>No card is there.</summary>
    Empty,

    /// <summary>Something is there that does not answer.</summary>
    Mute,

    /// <summary>Two cards are in the field.</summary>
    Collision,

    /// <summary>A card answered.</summary>
    Answered,
}

/// <summary>The last command that a card answered, without what was in it.</summary>
/// <param name="Instruction">Its instruction byte, two hexadecimal characters.</param>
/// <param name="Status">The card's status word; null: it was torn out.</param>
/// <param name="Number">How many commands it got since it was put here.</param>
public sealed record LastCommand(string Instruction, string? Status, int Number);

/// <summary>
/// A reader's place for a card: a slot with contacts, or a field. Whoever plays the reader powers and transmits; whoever plays the customer puts and takes. Both may
/// do so at any time.
/// </summary>
public sealed class CardSlot(CardSides side)
{
    private readonly Lock _lock = new();
    private readonly List<ChipCard> _cards = [];
    private CardPlacing _placing = new();
    private LastCommand? _last;
    private int _commands;

    /// <summary>Raised after a card came, went or answered. Never blocks.</summary>
    public event Action? Changed;

    /// <summary>With contacts or without.</summary>
    public CardSides Side { get; } = side;

    /// <summary>The card in it; null for none. In a field with two, the first.</summary>
    public ChipCard? Card
    {
        get
        {
            lock (_lock)
            {
                return _cards.FirstOrDefault();
            }
        }
    }

    /// <summary>How many cards are there: a field holds two, and then reads none.</summary>
    public int Cards
    {
        get
        {
            lock (_lock)
            {
                return _cards.Count;
            }
        }
    }

    /// <summary>The last command since the card came; null before.</summary>
    public LastCommand? Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>What a reset of what is there answers, without a reset; empty for what is mute, for two cards, for none.</summary>
    public byte[] Atr
    {
        get
        {
            lock (_lock)
            {
                return _cards is [var card] && !_placing.WrongWay ? card.Atr(Side) : [];
            }
        }
    }

    /// <summary>Puts a card there.</summary>
    /// <returns>False when a card is there already: a slot holds one, a field two.</returns>
    public bool Put(ChipCard card, CardPlacing? placing = null)
    {
        lock (_lock)
        {
            if (_cards.Count >= (Side == CardSides.Contactless ? 2 : 1))
            {
                return false;
            }

            foreach (var other in _cards)
            {
                other.PowerOff();
            }

            card.PowerOff();
            _cards.Add(card);
            _placing = placing ?? new CardPlacing();
            _last = null;
            _commands = 0;
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes out what is there, at whatever moment.</summary>
    /// <returns>False when nothing was there.</returns>
    public bool Take()
    {
        lock (_lock)
        {
            if (!Drop())
            {
                return false;
            }
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Gives power, or resets.</summary>
    /// <param name="atr">What the card answered.</param>
    public SlotPower Power(out byte[] atr)
    {
        lock (_lock)
        {
            atr = _cards is [var card] && !_placing.WrongWay ? card.Power(Side) : [];
            return _cards.Count switch
            {
                0 => SlotPower.Empty,
                1 => atr.Length == 0 ? SlotPower.Mute : SlotPower.Answered,
                _ => SlotPower.Collision,
            };
        }
    }

    /// <summary>Takes the power away.</summary>
    public void PowerOff()
    {
        lock (_lock)
        {
            foreach (var card in _cards)
            {
                card.PowerOff();
            }
        }
    }

    /// <summary>Sends a command.</summary>
    /// <returns>The answer with its status; null when the card is gone; nothing when it has no power or is mute.</returns>
    public byte[]? Transmit(ReadOnlySpan<byte> command)
    {
        byte[]? answer;
        lock (_lock)
        {
            if (_cards.Count != 1)
            {
                return _cards.Count == 0 ? null : [];
            }

            var card = _cards[0];
            var instruction = command.Length > 1 ? $"{command[1]:X2}" : "";
            var isTorn = _placing.TearAt == ++_commands;
            answer = _placing.WrongWay || (isTorn && !_placing.TearBehind) ? [] : card.Answer(command);
            _last = new LastCommand(instruction, answer.Length < 2 || isTorn ? null : Convert.ToHexString(answer[^2..]), _commands);
            if (isTorn)
            {
                Drop();
                answer = null;
            }
        }

        Changed?.Invoke();
        return answer;
    }

    private bool Drop()
    {
        foreach (var card in _cards)
        {
            card.PowerOff();
        }

        var had = _cards.Count > 0;
        _cards.Clear();
        return had;
    }
}
