using System.Buffers;
using System.Text;

namespace Guitai.Receipts;

/// <summary>Reads one command or character at a time from the front of a stream (ESC/POS command reference; the names below are its own). The byte
/// layouts are written here a second time, apart from the encoder's, so that a mistake in one shows in the other.</summary>
internal static class EscPosCommands
{
    private const byte Dle = 0x10;
    private const byte Esc = 0x1B;
    private const byte Fs = 0x1C;
    private const byte Gs = 0x1D;

    /// <summary>Does what the first command says.</summary>
    /// <param name="input">At least one byte.</param>
    /// <param name="head">Where it takes effect.</param>
    /// <returns>How many bytes it took; 0 when the command is not complete yet.</returns>
    public static int Read(ReadOnlySpan<byte> input, PrintHead head)
    {
        switch (input[0])
        {
            case Dle:
                return RealTime(input, head);
            case Esc:
                return EscapeCommands.Read(input, head);
            case Fs:
                return ChineseCommands.Read(input, head);
            case Gs:
                return GroupCommands.Read(input, head);
            case 0x0A:
                head.LineFeed();
                return 1;
            case 0x09:
                head.Tab();
                return 1;
            case 0x00 or 0x0D: // NUL pads, and CR is ignored where LF ends lines.
                return 1;
            case < 0x20 or 0x7F:
                return Unknown(input, 1, head);
            default:
                return Text(input, head);
        }
    }

    /// <summary>Reports a command of known length that is not drawn.</summary>
    /// <returns>The length, or 0 when not all of it has come.</returns>
    public static int Unknown(ReadOnlySpan<byte> input, int length, PrintHead head)
    {
        if (input.Length < length)
        {
            return 0;
        }

        head.Unknown(input[..length]);
        return length;
    }

    /// <summary>Takes a command of known length: it has effect, or is reported as unknown when its parameters are out of range.</summary>
    public static int Done(ReadOnlySpan<byte> input, int length, PrintHead head, bool isUnderstood)
    {
        if (!isUnderstood)
        {
            head.Unknown(input[..length]);
        }

        return length;
    }

    private static int RealTime(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 2)
        {
            return 0;
        }

        switch (input[1])
        {
            case 0x04: // DLE EOT n
                if (input.Length >= 3 && input[2] is >= 1 and <= 4)
                {
                    head.AskStatus(input[2]);
                    return 3;
                }

                return Unknown(input, 3, head);
            case 0x05: // DLE ENQ n: recover from an error; this printer has none to recover from.
                return input.Length < 3 ? 0 : 3;
            case 0x14: // DLE DC4 n m t; n = 1 is the drawer's pulse
                if (input.Length < 5)
                {
                    return 0;
                }

                var isKick = input[2] == 1 && input[3] is 0 or 1;
                if (isKick)
                {
                    head.Row(new DrawerKickRow(input[3] == 0 ? 2 : 5));
                }

                return Done(input, 5, head, isKick);
            default:
                return Unknown(input, 1, head);
        }
    }

    /// <summary>One character: ASCII, or GB18030 of two or four bytes. A byte that begins no character is shown as U+FFFD, and reading goes on
    /// with the next one.</summary>
    private static int Text(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input[0] < 0x80)
        {
            head.Character(((char)input[0]).ToString(), 1);
            return 1;
        }

        if (!head.Chinese || input[0] is 0x80 or 0xFF)
        {
            return Invalid(head);
        }

        if (input.Length < 2)
        {
            return 0;
        }

        switch (input[1])
        {
            case (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE):
                return Chinese(input[..2], head);
            case >= 0x30 and <= 0x39:
                if (input.Length < 3)
                {
                    return 0;
                }

                if (input[2] is < 0x81 or 0xFF)
                {
                    return Invalid(head);
                }

                if (input.Length < 4)
                {
                    return 0;
                }

                return input[3] is >= 0x30 and <= 0x39 ? Chinese(input[..4], head) : Invalid(head);
            default:
                return Invalid(head);
        }
    }

    private static int Chinese(ReadOnlySpan<byte> bytes, PrintHead head)
    {
        // Code points without a character come out as a question mark or nothing; a printer prints a blank box of two cells.
        var character = PrintHead.Printed(Gb18030.Encoding.GetString(bytes));
        var isCharacter =
            Rune.DecodeFromUtf16(character, out var rune, out var length) == OperationStatus.Done && length == character.Length;
        head.Character(isCharacter && !rune.IsAscii ? character : "\uFFFD", 2);
        return bytes.Length;
    }

    private static int Invalid(PrintHead head)
    {
        head.Character("\uFFFD", 2);
        return 1;
    }
}
