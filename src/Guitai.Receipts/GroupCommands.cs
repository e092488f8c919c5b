using System.Buffers.Binary;

namespace Guitai.Receipts;

/// <summary>Commands that begin with GS: size, inverse, cut, pictures, barcodes, QR codes.</summary>
internal static class GroupCommands
{
    /// <summary>Bytes across a picture; the reference allows more, no printer is wider. Bounds what one header can make us wait for.</summary>
    private const int MaxRasterBytesPerRow = 128;
    private const int MaxRasterHeight = 4095;

    public static int Read(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 2)
        {
            return 0;
        }

        switch ((char)input[1])
        {
            case '!' or 'B' or 'h' or 'w' or 'H':
                return input.Length < 3 ? 0 : EscPosCommands.Done(input, 3, head, WithParameter((char)input[1], input[2], head));
            case 'V':
                return Cut(input, head);
            case 'v':
                return Raster(input, head);
            case 'k':
                return Barcode(input, head);
            case '(':
                return Parameterised(input, head);
            case '8': // GS 8 L p1 p2 p3 p4 and so many bytes: large pictures
                return LargeGraphics(input, head);
            case 'L' or 'W' or 'P' or '$' or '\\': // margins, print area, motion units, position
                return EscPosCommands.Unknown(input, 4, head);
            case '/': // a picture defined by GS *
                return EscPosCommands.Unknown(input, 3, head);
            case 'r':
                return Transmit(input, head);
            case 'I' or 'a' or 'b' or 'f' or 'T':
                // Questions and settings of other models, and the barcode's text font: nothing of it shows on paper.
                return input.Length < 3 ? 0 : 3;
            default:
                return EscPosCommands.Unknown(input, 2, head);
        }
    }

    private static bool WithParameter(char command, byte n, PrintHead head)
    {
        switch (command)
        {
            case '!': // bits 4 to 6 the width, 0 to 2 the height, each 0 for single
                head.Style = head.Style with { DoubleWidth = (n & 0x70) != 0, DoubleHeight = (n & 0x07) != 0 };
                return true;
            case 'B':
                head.Style = head.Style with { Inverse = (n & 1) != 0 };
                return true;
            case 'h' when n > 0:
                head.Symbols.BarcodeHeightDots = n;
                return true;
            case 'w' when n is >= 1 and <= 6:
                head.Symbols.BarcodeModuleDots = n;
                return true;
            case 'H' when n is <= 3 or (>= 48 and <= 51):
                head.Symbols.TextAbove = (n & 1) != 0;
                head.Symbols.TextBelow = (n & 2) != 0;
                return true;
            default:
                return false;
        }
    }

    /// <summary>GS r n; n = 1 is the paper's sensors, 2 the drawer's switch.</summary>
    private static int Transmit(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 3)
        {
            return 0;
        }

        if (input[2] is 1 or 49)
        {
            head.AskConfirmation();
        }

        return 3;
    }

    /// <summary>GS V m, or GS V m n with a feed before the cut.</summary>
    private static int Cut(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 3)
        {
            return 0;
        }

        var length = input[2] switch
        {
            0 or 1 or 48 or 49 => 3,
            65 or 66 or 97 or 98 or 103 or 104 => 4,
            _ => 0,
        };
        if (length == 0)
        {
            return EscPosCommands.Unknown(input, 3, head);
        }

        if (input.Length < length)
        {
            return 0;
        }

        head.Print(new CutRow(input[2] is 0 or 48 or 65 or 97 or 103 ? CutKind.Full : CutKind.Partial));
        return length;
    }

    /// <summary>GS v 0 m xL xH yL yH d1…dk.</summary>
    private static int Raster(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length > 2 && input[2] != '0')
        {
            return EscPosCommands.Unknown(input, 3, head);
        }

        if (input.Length < 8)
        {
            return 0;
        }

        var bytesPerRow = input[4] + (input[5] * 256);
        var height = input[6] + (input[7] * 256);
        if (input[3] is not (<= 3 or (>= 48 and <= 51)) || bytesPerRow is 0 or > MaxRasterBytesPerRow || height is 0 or > MaxRasterHeight)
        {
            return EscPosCommands.Unknown(input, 8, head);
        }

        var length = 8 + (bytesPerRow * height);
        if (input.Length < length)
        {
            return 0;
        }

        head.Raster(input[3], bytesPerRow, height, input[8..length]);
        return length;
    }

    /// <summary>GS k m d1…dk NUL (m up to 6), or GS k m n d1…dn (m from 65). Only CODE128 (m = 73) is drawn.</summary>
    private static int Barcode(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 4)
        {
            return 0;
        }

        switch (input[2])
        {
            case <= 6:
                var data = input.Length > 258 ? input[3..258] : input[3..];
                var end = data.IndexOf((byte)0);
                return end >= 0 ? EscPosCommands.Unknown(input, 4 + end, head)
                    : data.Length < 255 ? 0
                    : EscPosCommands.Unknown(input, 3, head);
            case >= 65 and <= 79:
                var length = 4 + input[3];
                if (input.Length < length)
                {
                    return 0;
                }

                return EscPosCommands.Done(input, length, head, input[2] == 73 && head.TryPrintCode128(input[4..length]));
            default:
                return EscPosCommands.Unknown(input, 3, head);
        }
    }

    private static int LargeGraphics(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 7)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(input[3..7]);
        return EscPosCommands.Unknown(input, length <= MaxRasterBytesPerRow * MaxRasterHeight ? 7 + (int)length : 7, head);
    }

    /// <summary>GS ( x pL pH and so many bytes; QR is GS ( k with cn = 49.</summary>
    private static int Parameterised(ReadOnlySpan<byte> input, PrintHead head)
    {
        if (input.Length < 5)
        {
            return 0;
        }

        var length = 5 + input[3] + (input[4] * 256);
        if (input.Length < length)
        {
            return 0;
        }

        var isQr = input[2] == 'k' && length >= 8 && input[5] == 49;
        return EscPosCommands.Done(input, length, head, isQr && Qr(input[6], input[7..length], head));
    }

    private static bool Qr(byte function, ReadOnlySpan<byte> parameters, PrintHead head)
    {
        switch (function)
        {
            case 65: // model; model 2 is what every printer prints
                return parameters[0] is 49 or 50;
            case 67 when parameters[0] is >= 1 and <= 16:
                head.Symbols.QrModuleDots = parameters[0];
                return true;
            case 69 when parameters[0] is >= 48 and <= 51:
                head.Symbols.QrLevel = (QrLevel)(parameters[0] - 48);
                return true;
            case 80 when parameters[0] == 48:
                head.Symbols.QrData = parameters[1..].ToArray();
                return true;
            case 81 when parameters[0] == 48:
                return head.TryPrintQr();
            default:
                return false;
        }
    }
}
