using Guitai.Emv.Parameters;
using Guitai.Emv.Transport;

namespace Guitai.Terminal.Check;

/// <summary>A card reader as it was found.</summary>
/// <param name="Name">As the system calls it.</param>
/// <param name="Interface">For contacts or for taps.</param>
/// <param name="Trouble">What it said when it was looked at; about a card in it, it may say what it likes.</param>
public sealed record ReaderReading(string Name, CardInterface Interface, CardTrouble Trouble);

/// <summary>A key or an application that the host sent and that could not be read: it was left out.</summary>
/// <param name="Name">The application's identifier; of a key its provider and index, <c>A000000333-E1</c>.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record LeftOut(string Name, ParameterError Error);

/// <summary>Everything about chips that was read at one moment.</summary>
public sealed record ChipReadings
{
    /// <summary>The readers that this terminal is to use.</summary>
    public required IReadOnlyList<ReaderReading> Readers { get; init; }

    /// <summary>Why readers could not be listed; <see cref="CardTrouble.None"/> when they could.</summary>
    public CardTrouble Service { get; init; }

    /// <summary>What the kernel works with; null while the host has sent nothing.</summary>
    public required KernelParameters? Parameters { get; init; }

    /// <summary>The version of <see cref="Parameters"/>.</summary>
    public long Version { get; init; }

    /// <summary>The version that the host named at the last sign-in; null before the first, 0 when it has none.</summary>
    public long? HostVersion { get; init; }

    /// <summary>What of the host's lists could not be read.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];
}
