namespace Guitai.Receipts;

/// <summary>The paper a receipt printer takes. Text stands in cells of 12 dots (font A); a Chinese character takes two of them.</summary>
public sealed record PaperWidth
{
    private PaperWidth(int millimetres, int cells)
    {
        Millimetres = millimetres;
        Cells = cells;
    }

    /// <summary>58 mm paper: 32 cells, 384 dots.</summary>
    public static PaperWidth Mm58 { get; } = new(58, 32);

    /// <summary>80 mm paper: 48 cells, 576 dots.</summary>
    public static PaperWidth Mm80 { get; } = new(80, 48);

    /// <summary>The width of the paper itself; the printable part is 10 mm (58) or 8 mm (80) narrower.</summary>
    public int Millimetres { get; }

    /// <summary>How many cells one line of normal text has.</summary>
    public int Cells { get; }

    /// <summary>How many dots one line has, at 8 dots a millimetre.</summary>
    public int Dots => Cells * DotsPerCell;

    /// <summary>Dots across one cell of font A.</summary>
    public const int DotsPerCell = 12;

    /// <summary>The paper of that many millimetres.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither 58 nor 80.</exception>
    public static PaperWidth FromMillimetres(int millimetres) =>
        millimetres switch
        {
            58 => Mm58,
            80 => Mm80,
            _ => throw new ArgumentOutOfRangeException(nameof(millimetres), millimetres, "Receipt paper is 58 or 80 mm wide."),
        };
}
