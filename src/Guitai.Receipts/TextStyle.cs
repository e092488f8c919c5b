using System.Text.Json.Serialization;

namespace Guitai.Receipts;

/// <summary>Where something stands between the paper's edges (ESC a). Stored and sent by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextAlign>))]
public enum TextAlign
{
    [JsonStringEnumMemberName("left")]
    Left = 0,

    [JsonStringEnumMemberName("centre")]
    Centre = 1,

    [JsonStringEnumMemberName("right")]
    Right = 2,
}

/// <summary>The size of characters (GS !). A double-width character takes twice its cells.</summary>
public enum TextSize
{
    Normal = 0,
    DoubleHeight = 1,
    DoubleWidth = 2,
    Double = 3,
}

/// <summary>How text is printed: its size, emphasised (ESC E), white on black (GS B).</summary>
public sealed record TextStyle(TextSize Size = TextSize.Normal, bool Bold = false, bool Inverse = false)
{
    /// <summary>Normal size, neither bold nor inverse.</summary>
    public static TextStyle Normal { get; } = new();

    /// <summary>Normal size, bold.</summary>
    public static TextStyle Strong { get; } = new(Bold: true);

    /// <summary>Twice as wide and twice as high, bold: the shop's name, the total.</summary>
    public static TextStyle Large { get; } = new(TextSize.Double, Bold: true);

    /// <summary>True when each character takes twice its cells.</summary>
    public bool IsDoubleWidth => Size is TextSize.DoubleWidth or TextSize.Double;

    /// <summary>True when each character is twice as high.</summary>
    public bool IsDoubleHeight => Size is TextSize.DoubleHeight or TextSize.Double;
}
