namespace Guitai.Receipts;

/// <summary>How a printer is, as its four real-time status bytes tell (ESC/POS command reference, DLE EOT n).</summary>
/// <param name="DrawerOpen">The drawer's switch (connector pin 3) is high. Which level means open depends on the drawer; here high is open.</param>
/// <param name="CoverOpen">The cover is open.</param>
/// <param name="PaperNearEnd">The roll is nearly empty.</param>
/// <param name="PaperOut">There is no paper.</param>
/// <param name="CutterError">The knife is stuck.</param>
public sealed record PrinterCondition(
    bool DrawerOpen = false,
    bool CoverOpen = false,
    bool PaperNearEnd = false,
    bool PaperOut = false,
    bool CutterError = false
)
{
    /// <summary>Bits 1 and 4 are always set, bits 0 and 7 never: so a status byte is told from other answers.</summary>
    private const int Fixed = 0x12;

    /// <summary>Everything in order.</summary>
    public static PrinterCondition Ready { get; } = new();

    /// <summary>True when the printer prints: cover closed, paper in, knife free.</summary>
    public bool IsOnline => !CoverOpen && !PaperOut && !CutterError;

    /// <summary>The bytes DLE EOT n that ask a printer for a status byte.</summary>
    /// <param name="number">1 printer, 2 cause of being offline, 3 cause of an error, 4 paper sensors.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 4.</exception>
    public static byte[] Request(int number)
    {
        RequireNumber(number);
        return [0x10, 0x04, (byte)number];
    }

    /// <summary>The byte that answers DLE EOT n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 4.</exception>
    public byte StatusByte(int number)
    {
        RequireNumber(number);
        var bits = number switch
        {
            1 => Bits(DrawerOpen, 0x04) | Bits(!IsOnline, 0x08),
            2 => Bits(CoverOpen, 0x04) | Bits(PaperOut, 0x20) | Bits(CutterError, 0x40),
            3 => Bits(CutterError, 0x08),
            _ => Bits(PaperNearEnd, 0x0C) | Bits(PaperOut, 0x60),
        };
        return (byte)(Fixed | bits);
    }

    /// <summary>The byte that answers GS r 1. A printer without paper does not come to execute that command.</summary>
    public byte ConfirmationByte => (byte)(PaperNearEnd ? 0x03 : 0x00);

    /// <summary>Reads one status byte into what was known before; other facts stay.</summary>
    /// <returns>The new condition, or null when the byte is no status byte.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 4.</exception>
    public PrinterCondition? WithStatus(int number, byte status)
    {
        RequireNumber(number);
        if ((status & 0x93) != Fixed)
        {
            return null;
        }

        return number switch
        {
            1 => this with { DrawerOpen = (status & 0x04) != 0 },
            2 => this with { CoverOpen = (status & 0x04) != 0, PaperOut = (status & 0x20) != 0 },
            3 => this with { CutterError = (status & 0x08) != 0 },
            _ => this with { PaperNearEnd = (status & 0x0C) != 0, PaperOut = (status & 0x60) != 0 },
        };
    }

    private static int Bits(bool isSet, int bits) => isSet ? bits : 0;

    private static void RequireNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 4);
    }
}
