namespace Guitai.Sandbox.Issuer;

/// <summary>What happened since the start.</summary>
/// <param name="Connections">Connections now.</param>
/// <param name="Messages">Messages that could be read.</param>
/// <param name="Approved">Financial answers with 00, repeats among them.</param>
/// <param name="Refused">Financial answers with another code.</param>
/// <param name="Repeats">Messages whose first answer was given again.</param>
/// <param name="WrongMacs">Messages with a wrong MAC (A0).</param>
/// <param name="Unreadable">Frames or messages after which the connection was closed.</param>
/// <param name="StrangeAnswers">Answers that nobody asked for.</param>
/// <param name="Overdrawn">Advices that were taken above the card's money.</param>
/// <param name="WrongCertificates">Offline sales that were taken although their chip's certificate (TC) does not prove them.</param>
/// <param name="RefusedPeers">Connections that showed no certificate that is known, or did not finish their handshake.</param>
public sealed record IssuerCounters(
    int Connections,
    long Messages,
    long Approved,
    long Refused,
    long Repeats,
    long WrongMacs,
    long Unreadable,
    long StrangeAnswers,
    long Overdrawn,
    long WrongCertificates,
    long RefusedPeers
);

/// <summary>The counters as they grow.</summary>
internal sealed class RunningCounters
{
    public int Connections;
    public long Messages;
    public long Approved;
    public long Refused;
    public long Repeats;
    public long WrongMacs;
    public long Unreadable;
    public long StrangeAnswers;
    public long Overdrawn;
    public long WrongCertificates;
    public long RefusedPeers;

    public IssuerCounters Look() =>
        new(
            Volatile.Read(ref Connections),
            Interlocked.Read(ref Messages),
            Interlocked.Read(ref Approved),
            Interlocked.Read(ref Refused),
            Interlocked.Read(ref Repeats),
            Interlocked.Read(ref WrongMacs),
            Interlocked.Read(ref Unreadable),
            Interlocked.Read(ref StrangeAnswers),
            Interlocked.Read(ref Overdrawn),
            Interlocked.Read(ref WrongCertificates),
            Interlocked.Read(ref RefusedPeers)
        );
}
