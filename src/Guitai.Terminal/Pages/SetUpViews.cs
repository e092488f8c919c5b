using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Terminal.Pages;

/// <summary>How far the set-up of this terminal has come.</summary>
public sealed record SetUpView
{
    public required long Version { get; init; }

    public required TerminalStage Stage { get; init; }

    /// <summary>The host's office, as it was given last.</summary>
    public string? Office { get; init; }

    /// <summary>Where hosts listen for terminals.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    public string? Terminal { get; init; }

    public string? Merchant { get; init; }

    /// <summary>Whose component waits for the second one; null when none does.</summary>
    public string? WaitingCustodian { get; init; }

    /// <summary>That component's check value, to compare with the paper.</summary>
    public string? ComponentCheckValue { get; init; }

    /// <summary>The master key's check value; null without one.</summary>
    public string? CheckValue { get; init; }

    public bool SignedIn { get; init; }

    /// <summary>What is wrong; the page translates it.</summary>
    public Refusal? Notice { get; init; }
}

/// <summary>Makes this device a terminal.</summary>
/// <param name="Office">Address of the host's pages, https or, on this machine, http.</param>
/// <param name="Hosts">Where hosts listen for terminals, name:port; the first one first.</param>
/// <param name="Terminal">The terminal's number.</param>
/// <param name="Code">The one-time code.</param>
/// <param name="Authority">PEM of the authority that signed the office's certificate; null for one that this machine trusts.</param>
public sealed record ActivateRequest(string Office, IReadOnlyList<string> Hosts, string Terminal, Secret<string> Code, string? Authority);

/// <summary>The host listens elsewhere now.</summary>
/// <param name="Office">Where certificates are prolonged: an address with https.</param>
/// <param name="Hosts">Where hosts listen, one to four: name:port.</param>
public sealed record MoveRequest(string Office, IReadOnlyList<string> Hosts);

/// <summary>One custodian's component.</summary>
/// <param name="Custodian">Whose.</param>
/// <param name="Component">32 hexadecimal digits.</param>
/// <param name="CheckValue">Of the whole key, with the second component; null to accept the one that is shown.</param>
/// <param name="ForBlocks">True: of the key that protects key blocks; else of the master key.</param>
public sealed record ComponentRequest(string Custodian, Secret<string> Component, string? CheckValue, bool ForBlocks = false);

/// <summary>The master key in a key block (X9.143).</summary>
public sealed record BlockRequest(Secret<string> Block);
