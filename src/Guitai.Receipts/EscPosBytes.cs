using System.Text;

namespace Guitai.Receipts;

/// <summary>Writes ESC/POS commands, each named and numbered as in the ESC/POS command reference. Styles are sent only when they change.</summary>
internal sealed class EscPosBytes
{
    private const byte Esc = 0x1B;
    private const byte Fs = 0x1C;
    private const byte Gs = 0x1D;
    private const byte LineFeed = 0x0A;

    private readonly List<byte> _bytes = [];
    private TextAlign _align = TextAlign.Left;
    private TextStyle _style = TextStyle.Normal;

    public EscPosBytes()
    {
        _bytes.AddRange([Esc, (byte)'@']); // initialise
        _bytes.AddRange([Fs, (byte)'&']); // Chinese character mode
    }

    public byte[] ToArray() => [.. _bytes];

    /// <summary>ESC a n.</summary>
    public void Align(TextAlign align)
    {
        if (align != _align)
        {
            _bytes.AddRange([Esc, (byte)'a', (byte)align]);
            _align = align;
        }
    }

    /// <summary>One line that fits the paper.</summary>
    /// <exception cref="InvalidOperationException">The text holds a control character; it did not pass <see cref="PrintableText"/>.</exception>
    public void Line(string text, TextStyle style, TextAlign align)
    {
        Align(align);
        Style(style);
        var encoded = Gb18030.Encoding.GetBytes(text);
        if (encoded.Any(b => b is < 0x20 or 0x7F))
        {
            throw new InvalidOperationException("Text with control characters must not reach the printer.");
        }

        _bytes.AddRange(encoded);
        _bytes.Add(LineFeed);
    }

    /// <summary>GS v 0: m xL xH yL yH, bytes across and dots down.</summary>
    public void Raster(ReceiptBitmap bitmap)
    {
        _bytes.AddRange([Gs, (byte)'v', (byte)'0', 0]);
        Number(bitmap.BytesPerRow);
        Number(bitmap.Height);
        _bytes.AddRange(bitmap.Bits);
    }

    /// <summary>GS ( k for QR (cn 49): model, module size, error correction, store, print.</summary>
    public void Qr(string data, int moduleDots, QrLevel level)
    {
        QrFunction(65, [50, 0]);
        QrFunction(67, [(byte)moduleDots]);
        QrFunction(69, [(byte)(48 + (int)level)]);
        QrFunction(80, [48, .. Encoding.UTF8.GetBytes(data)]);
        QrFunction(81, [48]);
    }

    /// <summary>GS H, GS h, GS w, then GS k 73 n with that many bytes of data.</summary>
    public void Code128(byte[] data, int moduleDots, int heightDots)
    {
        _bytes.AddRange([Gs, (byte)'H', 2]);
        _bytes.AddRange([Gs, (byte)'h', checked((byte)heightDots)]);
        _bytes.AddRange([Gs, (byte)'w', (byte)moduleDots]);
        _bytes.AddRange([Gs, (byte)'k', 73, checked((byte)data.Length), .. data]);
    }

    /// <summary>ESC d n.</summary>
    public void Feed(int lines) => _bytes.AddRange([Esc, (byte)'d', checked((byte)lines)]);

    /// <summary>GS V 65/66 0: feeds to the knife, then cuts.</summary>
    public void Cut(CutKind kind) => _bytes.AddRange([Gs, (byte)'V', (byte)(kind == CutKind.Full ? 65 : 66), 0]);

    /// <summary>ESC p m t1 t2: on for 50 ms, off for 500 ms.</summary>
    public void KickDrawer(DrawerPin pin) => _bytes.AddRange([Esc, (byte)'p', (byte)(pin == DrawerPin.Pin5 ? 1 : 0), 25, 250]);

    private void Style(TextStyle style)
    {
        if (style.Bold != _style.Bold)
        {
            _bytes.AddRange([Esc, (byte)'E', (byte)(style.Bold ? 1 : 0)]);
        }

        if (style.Size != _style.Size)
        {
            _bytes.AddRange([Gs, (byte)'!', (byte)((style.IsDoubleWidth ? 0x10 : 0) | (style.IsDoubleHeight ? 0x01 : 0))]);
        }

        if (style.Inverse != _style.Inverse)
        {
            _bytes.AddRange([Gs, (byte)'B', (byte)(style.Inverse ? 1 : 0)]);
        }

        _style = style;
    }

    private void QrFunction(byte function, ReadOnlySpan<byte> parameters)
    {
        _bytes.AddRange([Gs, (byte)'(', (byte)'k']);
        Number(parameters.Length + 2);
        _bytes.AddRange([49, function]);
        _bytes.AddRange(parameters);
    }

    private void Number(int number) => _bytes.AddRange([(byte)(number % 256), checked((byte)(number / 256))]);
}
