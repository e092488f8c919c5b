using System.Runtime.InteropServices;

namespace Guitai.Receipts;

/// <summary>A printer's understanding of ESC/POS: takes the bytes in any pieces, as a socket gives them, and tells what comes out on paper. Never
/// throws on any bytes. Memory is bounded: one command (at most 512 KiB of picture), and one document up to <see cref="MaxRows"/> rows or
/// <see cref="MaxDocumentWeight"/> characters of content, after which the document is handed out uncut. Not thread-safe.</summary>
public sealed class EscPosPaper
{
    /// <summary>Rows after which a document is handed out without a cut.</summary>
    public const int MaxRows = 4096;

    /// <summary>Characters of content (text, modules, pictures) after which a document is handed out without a cut.</summary>
    public const int MaxDocumentWeight = 4 * 1024 * 1024;

    /// <summary>What a large piece made the buffer grow to is given back.</summary>
    private const int MaxKeptCapacity = 1024 * 1024;

    private readonly PaperWidth _paper;
    private readonly PrintHead _head;
    private readonly List<PaperRow> _rows = [];
    private List<PaperEvent> _events = [];
    private int _weight;

    // What has arrived of a command that is not complete yet.
    private readonly List<byte> _pending = [];

    /// <param name="paper">The paper in the printer: longer lines wrap, wider pictures are clipped.</param>
    public EscPosPaper(PaperWidth paper)
    {
        _paper = paper;
        _head = new PrintHead(paper, Emit);
    }

    /// <summary>Everything that the bytes of one whole stream print, documents one after the other.</summary>
    public static IReadOnlyList<PaperDocument> Read(PaperWidth paper, ReadOnlySpan<byte> bytes)
    {
        var reader = new EscPosPaper(paper);
        return [.. reader.Feed(bytes).Concat(reader.End()).OfType<DocumentPrinted>().Select(e => e.Document)];
    }

    /// <summary>All rows that the bytes of one whole stream print.</summary>
    public static IReadOnlyList<PaperRow> ReadRows(PaperWidth paper, ReadOnlySpan<byte> bytes) =>
        [.. Read(paper, bytes).SelectMany(d => d.Rows)];

    /// <summary>Takes the next bytes.</summary>
    /// <returns>What they made happen, in order. The same bytes give the same events in whatever pieces they come.</returns>
    public IReadOnlyList<PaperEvent> Feed(ReadOnlySpan<byte> bytes)
    {
        _pending.AddRange(bytes);
        var input = CollectionsMarshal.AsSpan(_pending);
        var taken = 0;
        while (taken < input.Length)
        {
            var length = EscPosCommands.Read(input[taken..], _head);
            if (length == 0)
            {
                break;
            }

            taken += length;
        }

        _pending.RemoveRange(0, taken);
        if (_pending.Capacity > MaxKeptCapacity)
        {
            _pending.TrimExcess();
        }

        return Taken();
    }

    /// <summary>The sender closed the connection: an incomplete command is reported as unknown, the last line and document come out. The printer is
    /// then as after ESC @ and may be fed again.</summary>
    public IReadOnlyList<PaperEvent> End()
    {
        if (_pending.Count > 0)
        {
            _head.Unknown(CollectionsMarshal.AsSpan(_pending));
            _pending.Clear();
        }

        _head.FinishLine();
        _head.Initialise();
        if (_rows.Count > 0)
        {
            HandOut(isCut: false);
        }

        return Taken();
    }

    private void Emit(PaperEvent printed)
    {
        _events.Add(printed);
        if (printed is not RowPrinted { Row: var row })
        {
            return;
        }

        _rows.Add(row);
        _weight += Weight(row);
        if (row is CutRow || _rows.Count >= MaxRows || _weight >= MaxDocumentWeight)
        {
            HandOut(row is CutRow);
        }
    }

    private void HandOut(bool isCut)
    {
        _events.Add(new DocumentPrinted(new PaperDocument(_paper.Cells, [.. _rows], isCut)));
        _rows.Clear();
        _weight = 0;
    }

    private List<PaperEvent> Taken()
    {
        var taken = _events;
        _events = [];
        return taken;
    }

    private static int Weight(PaperRow row) =>
        row switch
        {
            TextRow text => text.Cells,
            QrRow qr => (qr.Size * qr.Size) + qr.Data.Length,
            BarcodeRow barcode => barcode.Modules.Length,
            RasterRow raster => raster.Bits.Length,
            UnknownRow unknown => unknown.Hex.Length,
            _ => 1,
        };
}
