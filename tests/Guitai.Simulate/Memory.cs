namespace Guitai.Simulate;

/// <summary>What a clerk was told is done.</summary>
internal enum DeedKind
{
    Sale,
    Refund,
    Void,
    Cash,
    ShiftClosed,
}

/// <summary>What names a deed in the journal: the order's, refund's or shift's id, or the reason that was typed for no other.</summary>
internal readonly record struct DeedKey(int Till, DeedKind Kind, string Name);

/// <summary>One thing that was acknowledged.</summary>
internal sealed class Deed
{
    /// <summary>The sum that the clerk saw; null where the page shows none.</summary>
    public long? AmountMinor { get; set; }

    /// <summary>Neither a machine nor a backup held it after a restore: it was lost with the disk.</summary>
    public bool MayBeLost { get; set; }
}

/// <summary>What people outside the machines remember, to be held against the books in the end.</summary>
internal sealed class Memory
{
    /// <summary>Everything acknowledged to a clerk.</summary>
    public Dictionary<DeedKey, Deed> Deeds { get; } = [];

    /// <summary>Tenders of which a clerk said that the money is there, whatever the till answered, and their amounts.</summary>
    public Dictionary<Guid, long> Tenders { get; } = [];

    /// <summary>Prices that the owner was told are saved; null when the answer stayed away, so that either price may hold.</summary>
    public Dictionary<Guid, long?> Prices { get; } = [];

    /// <summary>Remembers an acknowledgement.</summary>
    public void Done(int till, DeedKind kind, string name, long? amountMinor, bool mayBeLost)
    {
        // Done again after a restore, it is a new fact that must not be lost.
        Deeds[new DeedKey(till, kind, name)] = new Deed { AmountMinor = amountMinor, MayBeLost = mayBeLost };
    }
}
