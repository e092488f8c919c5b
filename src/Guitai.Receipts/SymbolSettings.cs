namespace Guitai.Receipts;

/// <summary>What GS h, GS w, GS H and GS ( k have set for barcodes and QR codes; the start values are the reference's.</summary>
internal sealed class SymbolSettings
{
    private IReadOnlyList<string>? _modules;
    private bool _isDrawn;
    private byte[] _qrData = [];
    private QrLevel _qrLevel = QrLevel.L;

    public int BarcodeHeightDots { get; set; } = 162;

    public int BarcodeModuleDots { get; set; } = 3;

    public bool TextAbove { get; set; }

    public bool TextBelow { get; set; }

    public int QrModuleDots { get; set; } = 3;

    public QrLevel QrLevel
    {
        get => _qrLevel;
        set => (_qrLevel, _isDrawn) = (value, value == _qrLevel && _isDrawn);
    }

    public byte[] QrData
    {
        get => _qrData;
        set => (_qrData, _isDrawn) = (value, false);
    }

    /// <summary>Drawn once for all prints of the same code: otherwise eight bytes of command would cost a whole matrix each.</summary>
    public IReadOnlyList<string>? QrModules()
    {
        if (!_isDrawn)
        {
            _modules = QrMatrix.Of(_qrData, _qrLevel);
            _isDrawn = true;
        }

        return _modules;
    }
}
