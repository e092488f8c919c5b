namespace Guitai.Receipts;

/// <summary>Commands that begin with ESC.</summary>
internal static class EscapeCommands
{
    private const int DotsPerLine = 30;

    public static int Read(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 2)
        {
            return 0;
        }

        switch ((char)input[1])
        {
            case '@':
                head.Initialise();
                return 2;
            case '2' or 'L' or 'S' or 'i' or 'm' or '<':
                return WithoutParameter(input, head);
            case '*':
                return BitImage(input, head);
            case 'p':
                return DrawerKick(input, head);
            case 'D': // tab positions up to NUL
                var end = input[2..].IndexOf((byte)0);
                return end is >= 0 and <= 32 ? 3 + end
                    : input.Length < 35 ? 0
                    : EscPosCommands.Unknown(input, 2, head);
            case '(':
                return input.Length < 5 ? 0 : EscPosCommands.Unknown(input, 5 + input[3] + (input[4] * 256), head);
            case 'W': // print area in page mode
                return EscPosCommands.Unknown(input, 10, head);
            case '$' or '\\': // print position
                return EscPosCommands.Unknown(input, 4, head);
            case 'c' or 'B': // sensors; the buzzer of Chinese printers
                return input.Length < 4 ? 0 : 4;
            case '!' or 'E' or 'G' or 'a' or 'd' or 'J':
                return input.Length < 3 ? 0 : EscPosCommands.Done(input, 3, head, WithParameter((char)input[1], input[2], head));
            case ' ' or '-' or '3' or '=' or 'M' or 'R' or 'T' or 'U' or 'V' or 't' or '{':
                // Underline, spacing, fonts, code tables: a page draws none of them, and no text is lost by it.
                return input.Length < 3 ? 0 : 3;
            default:
                return EscPosCommands.Unknown(input, 2, head);
        }
    }

    private static int WithoutParameter(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input[1] is (byte)'i' or (byte)'m')
        {
            head.Print(new CutRow(input[1] == 'i' ? CutKind.Full : CutKind.Partial));
            return 2;
        }

        return EscPosCommands.Done(input, 2, head, input[1] == '2');
    }

    private static bool WithParameter(char command, byte n, PrintHead head)
    {
        switch (command)
        {
            case '!':
                head.Style = head.Style with { Bold = (n & 0x08) != 0, DoubleHeight = (n & 0x10) != 0, DoubleWidth = (n & 0x20) != 0 };
                return true;
            case 'E' or 'G':
                head.Style = head.Style with { Bold = (n & 1) != 0 };
                return true;
            case 'a':
                if (n is not (<= 2 or (>= 48 and <= 50)))
                {
                    return false;
                }

                if (!head.IsWithinLine) // within a line the reference ignores it
                {
                    head.Align = (TextAlign)(n % 48);
                }

                return true;
            case 'd':
                head.Print(new FeedRow(n));
                return true;
            default: // J: feed in dots
                head.Print(new FeedRow((n + DotsPerLine - 1) / DotsPerLine));
                return true;
        }
    }

    /// <summary>ESC p m t1 t2.</summary>
    private static int DrawerKick(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 5)
        {
            return 0;
        }

        var isPin = input[2] is 0 or 1 or 48 or 49;
        if (isPin)
        {
            head.Row(new DrawerKickRow(input[2] % 48 == 0 ? 2 : 5));
        }

        return EscPosCommands.Done(input, 5, head, isPin);
    }

    /// <summary>ESC * m nL nH and the columns, one or three bytes each.</summary>
    private static int BitImage(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 5)
        {
            return 0;
        }

        var bytesPerColumn = input[2] switch
        {
            0 or 1 => 1,
            32 or 33 => 3,
            _ => 0,
        };
        return EscPosCommands.Unknown(input, 5 + ((input[3] + (input[4] * 256)) * bytesPerColumn), head);
    }
}
