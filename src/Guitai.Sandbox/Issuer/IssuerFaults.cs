namespace Guitai.Sandbox.Issuer;

/// <summary>How the issuer misbehaves.</summary>
public enum IssuerFault
{
    /// <summary>It does what was asked and says nothing.</summary>
    Silence,

    /// <summary>The message never arrived: nothing is done and nothing is said.</summary>
    Loss,

    /// <summary>It answers late.</summary>
    Late,

    /// <summary>It answers twice.</summary>
    Duplicate,

    /// <summary>Its answer's MAC is wrong.</summary>
    WrongMac,

    /// <summary>It hangs up before it does anything.</summary>
    DisconnectBefore,

    /// <summary>It does what was asked and hangs up instead of answering.</summary>
    DisconnectAfter,

    /// <summary>It does nothing and answers 96.</summary>
    OutOfOrder,

    /// <summary>It does what was asked and answers with bytes that are no message.</summary>
    Garbage,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Fault">What.</param>
/// <param name="Type">Message type whose messages it befalls, as 0200; null for all.</param>
/// <param name="Times">To how many messages, in the order in which they come; null until it is cleared.</param>
/// <param name="DelayMs">For <see cref="IssuerFault.Late"/>: how late.</param>
public sealed record FaultRule(IssuerFault Fault, string? Type = null, int? Times = null, int DelayMs = 0) : IFaultRule<FaultRule>
{
    /// <inheritdoc/>
    public FaultRule For(int times) => this with { Times = times };
}

/// <summary>The faults that are switched on at the issuer.</summary>
public sealed class IssuerFaults : FaultRules<FaultRule>
{
    /// <summary>The rule that befalls the next message of a type; null for none.</summary>
    internal FaultRule? Next(int type) => Take(r => r.Type is null || (int.TryParse(r.Type, out var wanted) && wanted == type));
}
