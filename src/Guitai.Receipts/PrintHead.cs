using System.Text;

namespace Guitai.Receipts;

/// <summary>The state that commands set and the line that is being filled; rows come out of it in printing order.</summary>
internal sealed class PrintHead(PaperWidth paper, Action<PaperEvent> emit)
{
    private const int TabCells = 8;
    private const int MaxUnknownBytes = 64;

    private static readonly TextSpan s_plain = new("", Bold: false, DoubleWidth: false, DoubleHeight: false, Inverse: false, 0);

    private readonly List<TextSpan> _spans = [];
    private readonly StringBuilder _text = new();
    private TextSpan _style = s_plain;
    private int _spanCells;
    private int _cells;

    public TextAlign Align { get; set; }

    /// <summary>True when the line has begun and waits for its line feed.</summary>
    public bool IsWithinLine => _cells > 0;

    /// <summary>Bytes from 0x80 on are GB18030 (FS &amp;); Chinese printers start so.</summary>
    public bool Chinese { get; set; } = true;

    public SymbolSettings Symbols { get; private set; } = new();

    /// <summary>How text that follows is printed; only the style members count.</summary>
    public TextSpan Style
    {
        get => _style;
        set
        {
            if (value != _style)
            {
                FinishSpan();
                _style = value;
            }
        }
    }

    /// <summary>ESC @: settings go back, and the line that was begun is lost, as the reference says.</summary>
    public void Initialise()
    {
        _spans.Clear();
        _text.Clear();
        (_spanCells, _cells) = (0, 0);
        _style = s_plain;
        Align = TextAlign.Left;
        Chinese = true;
        Symbols = new SymbolSettings();
    }

    /// <summary>One character of one or two cells; a line without room for it is printed first.</summary>
    public void Character(string character, int cells)
    {
        var wide = Style.DoubleWidth ? cells * 2 : cells;
        if (_cells + wide > paper.Cells)
        {
            LineFeed();
        }

        _text.Append(character);
        _spanCells += wide;
        _cells += wide;
    }

    /// <summary>HT: to the next multiple of eight cells; nothing where the line ends before it.</summary>
    public void Tab()
    {
        var target = ((_cells / TabCells) + 1) * TabCells;
        while (target < paper.Cells && _cells < target)
        {
            Character(" ", 1);
        }
    }

    /// <summary>LF: prints the line, a blank one when nothing was written.</summary>
    public void LineFeed()
    {
        FinishSpan();
        Row(new TextRow(Align, [.. _spans], _cells));
        _spans.Clear();
        _cells = 0;
    }

    /// <summary>Prints the line if there is one, as commands do that cannot stand within a line.</summary>
    public void FinishLine()
    {
        if (IsWithinLine)
        {
            LineFeed();
        }
    }

    /// <summary>A row of its own.</summary>
    public void Print(PaperRow row)
    {
        FinishLine();
        Row(row);
    }

    /// <summary>A row that does not end the line being written: a drawer's pulse.</summary>
    public void Row(PaperRow row) => emit(new RowPrinted(row));

    public void Unknown(ReadOnlySpan<byte> bytes) =>
        Row(new UnknownRow(Convert.ToHexString(bytes[..Math.Min(MaxUnknownBytes, bytes.Length)]), bytes.Length));

    public void AskConfirmation() => emit(new ConfirmationRequest());

    public void AskStatus(int number) => emit(new StatusRequest(number));

    /// <summary>GS v 0. What is wider than the paper is not printed.</summary>
    public void Raster(int mode, int bytesPerRow, int height, ReadOnlySpan<byte> bits)
    {
        var printed = Math.Min(bytesPerRow, paper.Dots / 8);
        var clipped = new byte[printed * height];
        for (var y = 0; y < height; y++)
        {
            bits.Slice(y * bytesPerRow, printed).CopyTo(clipped.AsSpan(y * printed));
        }

        Print(new RasterRow(Align, printed * 8, height, 1 + (mode & 1), 1 + ((mode >> 1) & 1), Convert.ToBase64String(clipped)));
    }

    /// <summary>GS ( k 81: prints the stored QR code.</summary>
    /// <returns>False when nothing is stored, or too much for a QR code.</returns>
    public bool TryPrintQr()
    {
        if (Symbols.QrModules() is not { } modules)
        {
            return false;
        }

        var data = Printed(Encoding.UTF8.GetString(Symbols.QrData));
        Print(new QrRow(Align, data, Symbols.QrLevel, Symbols.QrModuleDots, modules.Count, modules));
        return true;
    }

    /// <summary>GS k 73.</summary>
    /// <returns>False when the data is no CODE128 data.</returns>
    public bool TryPrintCode128(ReadOnlySpan<byte> data)
    {
        if (!Code128Data.TryRead(data, out var values, out var text))
        {
            return false;
        }

        var (width, height, above, below) = (Symbols.BarcodeModuleDots, Symbols.BarcodeHeightDots, Symbols.TextAbove, Symbols.TextBelow);
        Print(new BarcodeRow(Align, "CODE128", text, width, height, above, below, Code128.Modules(values)));
        return true;
    }

    /// <summary>The text with every control character shown as U+FFFD, so that a page or terminal takes no harm from it.</summary>
    public static string Printed(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private void FinishSpan()
    {
        if (_text.Length > 0)
        {
            _spans.Add(_style with { Text = _text.ToString(), Cells = _spanCells });
            _text.Clear();
            _spanCells = 0;
        }
    }
}
