using Guitai.Host.Merchants;

namespace Guitai.Host.Terminals;

/// <summary>Where a terminal stands in its life.</summary>
public enum TerminalState
{
    /// <summary>Made; no device is it yet.</summary>
    New = 1,

    /// <summary>A device is it.</summary>
    Active = 2,

    /// <summary>Answered with 97; another device may become it after it is made new again.</summary>
    Blocked = 3,
}

/// <summary>How a terminal's messages are authenticated.</summary>
public enum MacAlgorithm
{
    /// <summary>UnionPay's ECB MAC under a key of 8 bytes.</summary>
    UnionPay = 1,

    /// <summary>ANSI X9.19 under a key of 16 bytes.</summary>
    RetailMac = 2,

    /// <summary>CMAC under triple-DES, 16 bytes.</summary>
    Cmac = 3,
}

/// <summary>What a terminal may approve without asking, told at every sign-in; all zero for nothing.</summary>
/// <param name="EachMinor">Most for one sale, minor units.</param>
/// <param name="SumMinor">Most of all that waits to be told.</param>
/// <param name="Count">How many may wait, at most 999.</param>
public sealed record OfflineLimits(long EachMinor, long SumMinor, int Count)
{
    /// <summary>Nothing.</summary>
    public static OfflineLimits None { get; } = new(0, 0, 0);
}

/// <summary>A terminal as the host knows it.</summary>
public sealed record Terminal
{
    /// <summary>Field 41: eight digits or letters.</summary>
    public required string Number { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Merchant { get; init; }

    /// <summary>Where it stands, for people.</summary>
    public string Place { get; init; } = "";

    /// <summary>Its life.</summary>
    public TerminalState State { get; init; } = TerminalState.New;

    /// <summary>How its messages are authenticated.</summary>
    public MacAlgorithm Mac { get; init; } = MacAlgorithm.UnionPay;

    /// <summary>What it may take.</summary>
    public Limits Limits { get; init; } = Limits.None;

    /// <summary>What it may approve without asking.</summary>
    public OfflineLimits Offline { get; init; } = OfflineLimits.None;

    /// <summary>Hash of the public key of the device that is this terminal; empty for none.</summary>
    public string Device { get; init; } = "";

    /// <summary>Its master key, wrapped, base64; empty while it has none.</summary>
    public string MasterKey { get; init; } = "";

    /// <summary>The master key's check value.</summary>
    public string CheckValue { get; init; } = "";

    /// <summary>A first component that waits for the second, wrapped, base64.</summary>
    public string WaitingComponent { get; init; } = "";
}
