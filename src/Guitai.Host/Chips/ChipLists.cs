using System.Collections.Immutable;
using Guitai.Emv.Parameters;

namespace Guitai.Host.Chips;

/// <summary>A certification authority's public key as the book has it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Objects">As terminals get it.</param>
/// <param name="Version">Rises with every change of this one.</param>
public sealed record KeptKey(CaKey Key, ReadOnlyMemory<byte> Objects, long Version);

/// <summary>An application with its limits as the book has it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Application">The parameters.</param>
/// <param name="Objects">As terminals get it.</param>
/// <param name="Version">Rises with every change of this one.</param>
public sealed record KeptApplication(string Name, ApplicationParameters Application, ReadOnlyMemory<byte> Objects, long Version);

/// <summary>All parameters for chips at one moment.</summary>
/// <param name="Version">Another one with every change of either list; 0 when both are empty.</param>
/// <param name="Keys">By provider and index.</param>
/// <param name="Applications">By identifier.</param>
public sealed record ChipLists(long Version, ImmutableArray<KeptKey> Keys, ImmutableArray<KeptApplication> Applications)
{
    /// <summary>Nothing: terminals read no chip.</summary>
    public static ChipLists None { get; } = new(0, [], []);
}

/// <summary>Which of the two lists. The names are stored.</summary>
public enum ChipList
{
    /// <summary>Certification authorities' public keys.</summary>
    Keys = 1,

    /// <summary>Applications and their limits.</summary>
    Applications = 2,
}

/// <summary>Which versions a terminal said that it has; 0 before it said so.</summary>
/// <param name="Keys">Of the keys.</param>
/// <param name="Applications">Of the applications.</param>
/// <param name="AtMs">When it last said so, Unix milliseconds; 0 for never.</param>
public readonly record struct ToldVersions(long Keys, long Applications, long AtMs)
{
    /// <summary>True when it has both lists of that version.</summary>
    public bool Are(long version) => Keys == version && Applications == version;
}
