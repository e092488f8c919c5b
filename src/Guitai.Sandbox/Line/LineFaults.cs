namespace Guitai.Sandbox.Line;

/// <summary>How the line between terminals and host misbehaves.</summary>
public enum LineFault
{
    /// <summary>Questions get lost on their way to the host: nothing is done and nothing is said.</summary>
    HostSilent,

    /// <summary>The host does what was asked; its answer gets lost.</summary>
    AnswerLost,

    /// <summary>The last bytes of the answer, where its MAC is, are changed.</summary>
    WrongMac,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>The host does what was asked, and the connection breaks before the answer.</summary>
    Cut,
}

/// <summary>One thing that goes wrong on the line.</summary>
/// <param name="Fault">What.</param>
/// <param name="Terminal">Whose line, by its number; null: every terminal's.</param>
/// <param name="Type">Message type of the question that it befalls, as 0200; null: all.</param>
/// <param name="Times">How many messages, in the order in which they come; null until it is cleared.</param>
/// <param name="DelayMs">For <see cref="LineFault.Slow"/>: how late.</param>
public sealed record LineRule(LineFault Fault, string? Terminal = null, string? Type = null, int? Times = null, int DelayMs = 0)
    : IFaultRule<LineRule>
{
    /// <inheritdoc/>
    public LineRule For(int times) => this with { Times = times };
}

/// <summary>The line at a glance.</summary>
/// <param name="Rules">What is switched on; used-up rules are gone.</param>
/// <param name="Terminals">The terminals that are connected now.</param>
/// <param name="Struck">How many messages a rule befell since the start.</param>
public sealed record LineState(IReadOnlyList<LineRule> Rules, IReadOnlyList<string> Terminals, long Struck);

/// <summary>What becomes of an answer.</summary>
public enum LineVerdict
{
    /// <summary>It goes on.</summary>
    Pass,

    /// <summary>It is lost.</summary>
    Swallow,

    /// <summary>It is lost, and the connection with it.</summary>
    Cut,
}

/// <summary>An answer after the line had its way with it.</summary>
/// <param name="Frame">What is to be sent, when it goes on.</param>
public readonly record struct LineAnswer(LineVerdict Verdict, ReadOnlyMemory<byte> Frame);

/// <summary>
/// The faults that are switched on for the line between terminals and host. It looks at bytes alone and shares no code with either end: a frame is two bytes of
/// length, five of TPDU, six of header, and the message, whose type stands first in two bytes of digits.
/// </summary>
/// <param name="time">Whose time an answer is late by.</param>
public sealed class LineFaults(TimeProvider time) : FaultRules<LineRule>
{
    private const int TypePlace = 13;
    private const int MacLength = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _connected = new(StringComparer.Ordinal);
    private long _struck;

    /// <summary>As it stands.</summary>
    public LineState State
    {
        get
        {
            lock (_lock)
            {
                return new LineState(Rules, [.. _connected.Keys.Order(StringComparer.Ordinal)], Volatile.Read(ref _struck));
            }
        }
    }

    /// <summary>A terminal's connection began.</summary>
    public void Connected(string terminal)
    {
        lock (_lock)
        {
            _connected[terminal] = _connected.GetValueOrDefault(terminal) + 1;
        }
    }

    /// <summary>A terminal's connection ended.</summary>
    public void Disconnected(string terminal)
    {
        lock (_lock)
        {
            if (_connected.GetValueOrDefault(terminal) > 1)
            {
                _connected[terminal]--;
            }
            else
            {
                _connected.Remove(terminal);
            }
        }
    }

    /// <summary>Whether a question reaches the host.</summary>
    /// <param name="terminal">Who asks.</param>
    /// <param name="frame">The whole frame.</param>
    public bool Incoming(string terminal, ReadOnlySpan<byte> frame) => Next(terminal, frame, onQuestions: true) is null;

    /// <summary>What becomes of an answer; returns as late as it is to be sent.</summary>
    /// <param name="terminal">Who asked.</param>
    /// <param name="frame">The whole frame.</param>
    /// <param name="cancellation">Ends with the connection.</param>
    public async ValueTask<LineAnswer> OutgoingAsync(string terminal, ReadOnlyMemory<byte> frame, CancellationToken cancellation = default)
    {
        if (Next(terminal, frame.Span, onQuestions: false) is not { } rule)
        {
            return new LineAnswer(LineVerdict.Pass, frame);
        }

        switch (rule.Fault)
        {
            case LineFault.AnswerLost:
                return new LineAnswer(LineVerdict.Swallow, default);
            case LineFault.Cut:
                return new LineAnswer(LineVerdict.Cut, default);
            case LineFault.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), time, cancellation);
                return new LineAnswer(LineVerdict.Pass, frame);
            default:
                return new LineAnswer(LineVerdict.Pass, Spoilt(frame.Span));
        }
    }

    private LineRule? Next(string terminal, ReadOnlySpan<byte> frame, bool onQuestions)
    {
        var type = QuestionType(frame);
        var rule = Take(r =>
            r.Fault is LineFault.HostSilent == onQuestions
            && (r.Terminal is null || r.Terminal == terminal)
            && (r.Type is null || r.Type == type)
        );
        if (rule is not null)
        {
            Interlocked.Increment(ref _struck);
        }

        return rule;
    }

    // The type of a question; of an answer that of its question, whose third digit is one less.
    private static string? QuestionType(ReadOnlySpan<byte> frame) =>
        frame.Length < TypePlace + 2 ? null : $"{frame[TypePlace]:X2}{frame[TypePlace + 1] & 0xEF:X2}";

    private static byte[] Spoilt(ReadOnlySpan<byte> frame)
    {
        var spoilt = frame.ToArray();
        foreach (ref var octet in spoilt.AsSpan(Math.Max(TypePlace + 2, spoilt.Length - MacLength)..))
        {
            octet ^= 0x5A;
        }

        return spoilt;
    }
}
