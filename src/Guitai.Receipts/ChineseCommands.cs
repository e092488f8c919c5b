namespace Guitai.Receipts;

/// <summary>Commands that begin with FS: the Chinese character mode and what belongs to it.</summary>
internal static class ChineseCommands
{
    public static int Read(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 2)
        {
            return 0;
        }

        switch ((char)input[1])
        {
            case '&' or '.':
                head.Chinese = input[1] == '&';
                return 2;
            case '!': // size of Chinese characters
                if (input.Length < 3)
                {
                    return 0;
                }

                head.Style = head.Style with { DoubleWidth = (input[2] & 0x04) != 0, DoubleHeight = (input[2] & 0x08) != 0 };
                return 3;
            case 'W':
                if (input.Length < 3)
                {
                    return 0;
                }

                head.Style = head.Style with { DoubleWidth = (input[2] & 1) != 0, DoubleHeight = (input[2] & 1) != 0 };
                return 3;
            case '-' or 'C':
                return input.Length < 3 ? 0 : 3;
            case 'S':
                return input.Length < 4 ? 0 : 4;
            case 'p': // a picture stored in the printer
                return EscPosCommands.Unknown(input, 4, head);
            case '(':
                return input.Length < 5 ? 0 : EscPosCommands.Unknown(input, 5 + input[3] + (input[4] * 256), head);
            default:
                return EscPosCommands.Unknown(input, 2, head);
        }
    }
}
