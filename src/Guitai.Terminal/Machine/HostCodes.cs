using System.Collections.Frozen;

namespace Guitai.Terminal.Machine;

/// <summary>What field 39 means to a terminal: a closed map (docs/protocols/terminal.md). What is not in it is unknown, never an approval.</summary>
public static class HostCodes
{
    private static readonly FrozenSet<string> s_approvals = Set("00", "11", "16", "A2", "A4", "A5", "A6");

    private static readonly FrozenSet<string> s_declines = Set(
        "01",
        "03",
        "04",
        "05",
        "12",
        "13",
        "14",
        "22",
        "25",
        "30",
        "34",
        "38",
        "40",
        "41",
        "43",
        "45",
        "51",
        "54",
        "55",
        "57",
        "58",
        "59",
        "61",
        "62",
        "64",
        "65",
        "68",
        "75",
        "90",
        "91",
        "92",
        "94",
        "95",
        "96",
        "97",
        "98",
        "99",
        "A7"
    );

    /// <summary>It happened. A part (10) is no approval of the whole.</summary>
    public static bool Approves(string code) => s_approvals.Contains(code);

    /// <summary>Nothing stands.</summary>
    public static bool Declines(string code) => s_declines.Contains(code);

    /// <summary>It goes on: a customer has something to do first (ISO 8583:1987, field 39: request in progress).</summary>
    public static bool Awaits(string code) => code is "09";

    /// <summary>Nothing was done, because the keys, the day or the batch are not right: sign in, and once more.</summary>
    public static bool AsksForSignIn(string code) => code is "77" or "A0";

    /// <summary>The host does not know this terminal.</summary>
    public static bool Blocks(string code) => code is "97";

    private static FrozenSet<string> Set(params string[] codes) => codes.ToFrozenSet(StringComparer.Ordinal);
}
