namespace Guitai.Receipts;

/// <summary>A one-bit picture: rows from the top, each padded to whole bytes, the leftmost dot in the highest bit, 1 is black.</summary>
public sealed class ReceiptBitmap
{
    /// <summary>The widest picture taken, in dots.</summary>
    public const int MaxWidth = 1024;

    /// <summary>The highest picture taken, in dots.</summary>
    public const int MaxHeight = 4095;

    private readonly byte[] _bits;

    /// <param name="width">Dots across, 1 to 1024.</param>
    /// <param name="height">Dots down, 1 to 4095.</param>
    /// <param name="bits"><paramref name="height"/> rows of (width + 7) / 8 bytes. Bits beyond the width are taken as white.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size out of range.</exception>
    /// <exception cref="ArgumentException">The bits are not as many as the size asks for.</exception>
    public ReceiptBitmap(int width, int height, ReadOnlySpan<byte> bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxHeight);
        Width = width;
        Height = height;
        if (bits.Length != BytesPerRow * height)
        {
            throw new ArgumentException($"{width} × {height} dots need {BytesPerRow * height} bytes.", nameof(bits));
        }

        _bits = bits.ToArray();
        var lastByte = (byte)(0xFF << ((8 - (width % 8)) % 8) & 0xFF);
        for (var end = BytesPerRow - 1; end < _bits.Length; end += BytesPerRow)
        {
            _bits[end] &= lastByte;
        }
    }

    /// <summary>Dots across.</summary>
    public int Width { get; }

    /// <summary>Dots down.</summary>
    public int Height { get; }

    /// <summary>Bytes of one row.</summary>
    public int BytesPerRow => (Width + 7) / 8;

    /// <summary>The rows, packed.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>True where the dot is black.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the picture.</exception>
    public bool this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(x);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Width);
            ArgumentOutOfRangeException.ThrowIfNegative(y);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
            return (_bits[(y * BytesPerRow) + (x / 8)] & (0x80 >> (x % 8))) != 0;
        }
    }

    /// <summary>A picture of dots, <c>[row, column]</c>, true for black.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size out of range.</exception>
    public static ReceiptBitmap FromDots(bool[,] dots) => FromDots(dots.GetLength(1), dots.GetLength(0), (x, y) => dots[y, x]);

    /// <summary>Reads a binary PBM file (Netpbm, P4). Anything else, and sizes out of range, are refused (false).</summary>
    public static bool TryFromPbm(ReadOnlySpan<byte> file, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReceiptBitmap? bitmap)
    {
        bitmap = null;
        if (!file.StartsWith("P4"u8))
        {
            return false;
        }

        var rest = file[2..];
        if (!TryNumber(ref rest, out var width) || !TryNumber(ref rest, out var height))
        {
            return false;
        }

        // Exactly one white-space byte parts the header from the bits.
        if (width is < 1 or > MaxWidth || height is < 1 or > MaxHeight || rest.IsEmpty || !IsSpace(rest[0]))
        {
            return false;
        }

        var size = (width + 7) / 8 * height;
        if (rest.Length - 1 < size)
        {
            return false;
        }

        bitmap = new ReceiptBitmap(width, height, rest.Slice(1, size));
        return true;
    }

    /// <summary>The picture itself, or a smaller one of the same proportions when it is wider than that many dots.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one dot.</exception>
    public ReceiptBitmap FitTo(int dots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dots, 1);
        if (Width <= dots)
        {
            return this;
        }

        var height = Math.Max(1, Height * dots / Width);
        return FromDots(dots, height, (x, y) => this[x * Width / dots, y * Height / height]);
    }

    private static ReceiptBitmap FromDots(int width, int height, Func<int, int, bool> isBlack)
    {
        var bytesPerRow = (width + 7) / 8;
        var bits = new byte[bytesPerRow * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (isBlack(x, y))
                {
                    bits[(y * bytesPerRow) + (x / 8)] |= (byte)(0x80 >> (x % 8));
                }
            }
        }

        return new ReceiptBitmap(width, height, bits);
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out int number)
    {
        number = 0;
        var gapFound = false;
        while (!rest.IsEmpty && (IsSpace(rest[0]) || rest[0] == '#'))
        {
            var lineEnd = rest[0] == '#' ? rest.IndexOf((byte)'\n') : 0;
            rest = lineEnd < 0 ? [] : rest[(lineEnd + 1)..];
            gapFound = true;
        }

        var digits = 0;
        while (digits < rest.Length && digits < 5 && rest[digits] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (rest[digits++] - '0');
        }

        rest = rest[digits..];
        return gapFound && digits > 0;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C;
}
