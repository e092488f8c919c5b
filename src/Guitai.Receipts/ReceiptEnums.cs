using System.Text.Json.Serialization;

namespace Guitai.Receipts;

/// <summary>How paper is cut (GS V).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CutKind>))]
public enum CutKind
{
    /// <summary>A bridge of paper stays.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial = 0,

    /// <summary>Cut through.</summary>
    [JsonStringEnumMemberName("full")]
    Full = 1,
}

/// <summary>The drawer connector's pin that gets the pulse (ESC p): 2 for the first drawer, 5 for the second.</summary>
public enum DrawerPin
{
    Pin2 = 2,
    Pin5 = 5,
}

/// <summary>QR error correction: how much of the code may be lost (ISO/IEC 18004).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QrLevel>))]
public enum QrLevel
{
    /// <summary>About 7 %.</summary>
    L = 0,

    /// <summary>About 15 %.</summary>
    M = 1,

    /// <summary>About 25 %.</summary>
    Q = 2,

    /// <summary>About 30 %.</summary>
    H = 3,
}
