using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;

namespace Guitai.Till.Journal;

/// <summary>What the till knows from its journal alone: a fold over the facts, the same whether kept up live or computed again.</summary>
public sealed record TillState
{
    /// <summary>The journal's last fact; null when it is empty.</summary>
    public JournalHead? Head { get; init; }

    /// <summary>Number of the next order that ends.</summary>
    public long NextOrderNumber { get; init; } = 1;

    public long NextShiftNumber { get; init; } = 1;

    public long NextZNumber { get; init; } = 1;

    public OpenShift? Shift { get; init; }

    /// <summary>Sequence of the last fact; 0 when the journal is empty.</summary>
    public long Sequence => Head?.Sequence ?? 0;
}

/// <summary>A shift that was opened and not closed yet, with its figures so far.</summary>
public sealed record OpenShift
{
    public required Guid Id { get; init; }

    public required long Number { get; init; }

    public required Guid StaffId { get; init; }

    public required long OpenedAtMs { get; init; }

    public required int BusinessDate { get; init; }

    public required ShiftTotals Totals { get; init; }
}
