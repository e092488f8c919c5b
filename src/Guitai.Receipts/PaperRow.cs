using System.Text.Json.Serialization;

namespace Guitai.Receipts;

/// <summary>One thing that came out of the printer, as a page draws it. In JSON the property <c>kind</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextRow), "text")]
[JsonDerivedType(typeof(QrRow), "qr")]
[JsonDerivedType(typeof(BarcodeRow), "barcode")]
[JsonDerivedType(typeof(RasterRow), "raster")]
[JsonDerivedType(typeof(FeedRow), "feed")]
[JsonDerivedType(typeof(CutRow), "cut")]
[JsonDerivedType(typeof(DrawerKickRow), "drawerKick")]
[JsonDerivedType(typeof(UnknownRow), "unknown")]
public abstract record PaperRow;

/// <summary>One printed line; without spans a blank one.</summary>
/// <param name="Align">Where the line stands.</param>
/// <param name="Spans">Its parts from left to right.</param>
/// <param name="Cells">The sum of the spans' cells, never above the paper's.</param>
public sealed record TextRow(TextAlign Align, IReadOnlyList<TextSpan> Spans, int Cells) : PaperRow;

/// <summary>Text of one style. ASCII takes one cell, every other character two, double width twice that.</summary>
/// <param name="Text">Free of control characters.</param>
/// <param name="Bold">Emphasised.</param>
/// <param name="DoubleWidth">Each character takes twice its cells (larger scales of GS ! count as double).</param>
/// <param name="DoubleHeight">Twice as high.</param>
/// <param name="Inverse">White on black.</param>
/// <param name="Cells">Cells the span takes.</param>
public sealed record TextSpan(string Text, bool Bold, bool DoubleWidth, bool DoubleHeight, bool Inverse, int Cells);

/// <summary>A QR code.</summary>
/// <param name="Align">Where it stands.</param>
/// <param name="Data">What it says, read as UTF-8.</param>
/// <param name="Level">Error correction.</param>
/// <param name="ModuleDots">Dots of one module.</param>
/// <param name="Size">Modules of one side.</param>
/// <param name="Modules">Size strings of Size characters, '1' is black; without a quiet zone, which the page adds.</param>
public sealed record QrRow(TextAlign Align, string Data, QrLevel Level, int ModuleDots, int Size, IReadOnlyList<string> Modules) : PaperRow;

/// <summary>A barcode.</summary>
/// <param name="Align">Where it stands.</param>
/// <param name="Symbology">The only one drawn is <c>CODE128</c>.</param>
/// <param name="Data">What it says.</param>
/// <param name="ModuleDots">Dots of one module.</param>
/// <param name="HeightDots">Height of the bars.</param>
/// <param name="TextAbove">The data is printed above the bars (GS H).</param>
/// <param name="TextBelow">The data is printed below the bars (GS H).</param>
/// <param name="Modules">One character a module, '1' is black; without quiet zones.</param>
public sealed record BarcodeRow(
    TextAlign Align,
    string Symbology,
    string Data,
    int ModuleDots,
    int HeightDots,
    bool TextAbove,
    bool TextBelow,
    string Modules
) : PaperRow;

/// <summary>A picture.</summary>
/// <param name="Align">Where it stands.</param>
/// <param name="Width">Dots across, a multiple of 8, never above the paper's (what is beyond is not printed).</param>
/// <param name="Height">Dots down.</param>
/// <param name="ScaleX">1, or 2 when each dot is printed twice across.</param>
/// <param name="ScaleY">1, or 2 when each dot is printed twice down.</param>
/// <param name="Bits">Base64 of Height rows of Width / 8 bytes, the leftmost dot in the highest bit, 1 is black.</param>
public sealed record RasterRow(TextAlign Align, int Width, int Height, int ScaleX, int ScaleY, string Bits) : PaperRow;

/// <summary>Blank paper.</summary>
/// <param name="Lines">In lines of 30 dots; feeds in dots (ESC J) are rounded up.</param>
public sealed record FeedRow(int Lines) : PaperRow;

/// <summary>The paper was cut here.</summary>
public sealed record CutRow(CutKind Cut) : PaperRow;

/// <summary>The cash drawer got a pulse.</summary>
/// <param name="Pin">2 or 5.</param>
public sealed record DrawerKickRow(int Pin) : PaperRow;

/// <summary>Bytes that were understood too little to be drawn, and were skipped.</summary>
/// <param name="Hex">The bytes, at most the first 64.</param>
/// <param name="Bytes">How many there were.</param>
public sealed record UnknownRow(string Hex, int Bytes) : PaperRow;
