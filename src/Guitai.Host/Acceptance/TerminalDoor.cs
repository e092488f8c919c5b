using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Terminals;
using Guitai.Iso8583;
using Guitai.Iso8583.Framing;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Acceptance;

/// <summary>Counts what comes in at the door; the figures that nobody may lose sight of.</summary>
public sealed class DoorFigures
{
    internal long Accepted;
    internal long Open;
    internal long Messages;
    internal long Answers;
    internal long Silent;
    internal long NotReadable;
    internal long WrongMac;
    internal long Refused;
    internal long Slow;

    private readonly long[] _codes = new long[36 * 36];

    /// <summary>Answers since the start by their code, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Codes =>
        [
            .. _codes
                .Select((_, i) => KeyValuePair.Create($"{Letters[i / 36]}{Letters[i % 36]}", Volatile.Read(ref _codes[i])))
                .Where(c => c.Value > 0)
                .OrderByDescending(c => c.Value),
        ];

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    internal void Count(string code)
    {
        Interlocked.Increment(ref Answers);
        if (code.Length == 2 && Letters.IndexOf(code[0]) is >= 0 and var first && Letters.IndexOf(code[1]) is >= 0 and var second)
        {
            Interlocked.Increment(ref _codes[(first * 36) + second]);
        }
    }

    /// <summary>Connections since the start.</summary>
    public long ConnectionsAccepted => Volatile.Read(ref Accepted);

    /// <summary>Connections now.</summary>
    public long ConnectionsOpen => Volatile.Read(ref Open);

    /// <summary>Messages that could be read.</summary>
    public long MessagesTaken => Volatile.Read(ref Messages);

    /// <summary>Answers that left.</summary>
    public long AnswersGiven => Volatile.Read(ref Answers);

    /// <summary>Messages that got no answer on purpose.</summary>
    public long LeftSilent => Volatile.Read(ref Silent);

    /// <summary>Frames and messages that could not be read.</summary>
    public long Unreadable => Volatile.Read(ref NotReadable);

    /// <summary>Messages with a wrong MAC.</summary>
    public long WrongMacs => Volatile.Read(ref WrongMac);

    /// <summary>Connections that were ended because they said nothing, or began a message and did not end it.</summary>
    public long ConnectionsGivenUp => Volatile.Read(ref Slow);

    /// <summary>Connections without a right certificate, of unknown or blocked terminals.</summary>
    public long ConnectionsRefused => Volatile.Read(ref Refused);
}

/// <summary>A terminal's connection, whatever carries it.</summary>
public interface ITerminalConnection
{
    /// <summary>What arrives.</summary>
    System.IO.Pipelines.PipeReader Input { get; }

    /// <summary>Ends when the connection does.</summary>
    CancellationToken Ended { get; }

    /// <summary>Sends a frame, whose memory is the caller's again afterwards; waits until the other side takes it, at most as long as the connection may.</summary>
    /// <exception cref="IOException">It did not leave; the connection is over.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Ends the connection.</summary>
    void Close();
}

/// <summary>
/// Takes terminals' messages off a connection, one after the other: reads, checks the MAC before anything is believed, hands on, answers. What cannot be read closes the connection, and no other terminal
/// notices.
/// </summary>
public sealed class TerminalDoor(HostServices services, Authoriser authoriser, DoorFigures figures)
{
    private const int MostWrongMacs = 10;

    /// <summary>After how much silence a connection is ended. A terminal that stays connected sends an echo more often.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    /// <summary>How long a message that has begun may take to come whole.</summary>
    public static readonly TimeSpan LongestFrame = TimeSpan.FromSeconds(30);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<Watched, byte> _watched = new();

    /// <summary>How long messages took from being read to having an answer.</summary>
    public Operations.LatencyHistogram Latency { get; } = new();

    /// <summary>The terminal that a certificate stands for; null when there is none, or another device is it now.</summary>
    /// <param name="certificate">A certificate of the host's own authority.</param>
    public TerminalDesk? Admit(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var desk = name.Length == 8 ? services.Terminals.Find(name) : null;
        if (
            desk is null
            || desk.Terminal.State != TerminalState.Active
            || desk.Terminal.Device != CertificateAuthority.DeviceHashOf(certificate)
        )
        {
            Interlocked.Increment(ref figures.Refused);
            return null;
        }

        return desk;
    }

    /// <summary>Serves a connection until it ends.</summary>
    /// <param name="desk">The terminal that its certificate names.</param>
    /// <param name="connection">Where the bytes come and go.</param>
    public async Task ServeAsync(TerminalDesk desk, ITerminalConnection connection)
    {
        Interlocked.Increment(ref figures.Accepted);
        Interlocked.Increment(ref figures.Open);

        // The newest connection is the terminal; one that fell silent half-open must not shut it out.
        (desk.TakeOver(connection) as ITerminalConnection)?.Close();

        var reader = new FrameReader(connection.Input, FrameFormat.UnionPay);
        var question = new TerminalRequest();
        var watched = new Watched(connection, reader) { HeardAt = services.Time.GetTimestamp() };
        _ = _watched.TryAdd(watched, 0);
        try
        {
            while (await TakeAsync(desk, watched, question))
            {
                // The next message.
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or StoreBrokenException)
        {
            // A connection that ends ends nothing else.
        }
        finally
        {
            question.Wipe();
            _ = _watched.TryRemove(watched, out _);
            desk.Leave(connection);
            Interlocked.Decrement(ref figures.Open);
        }
    }

    /// <summary>Ends connections that have said nothing for too long, and those that began a message and let it lie.</summary>
    public void EndSilentOnes()
    {
        foreach (var (watched, _) in _watched)
        {
            var silent = services.Time.GetElapsedTime(watched.HeardAt);
            if (silent > LongestSilence)
            {
                GiveUp(watched);
            }
            else if (!watched.Reader.IsMidFrame)
            {
                watched.BegunAt = Watched.NotBegun;
            }
            else if (watched.BegunAt == Watched.NotBegun)
            {
                watched.BegunAt = services.Time.GetTimestamp();
            }
            else if (services.Time.GetElapsedTime(watched.BegunAt) > LongestFrame)
            {
                GiveUp(watched);
            }
        }
    }

    private void GiveUp(Watched watched)
    {
        Interlocked.Increment(ref figures.Slow);
        watched.Connection.Close();
    }

    private async ValueTask<bool> TakeAsync(TerminalDesk desk, Watched watched, TerminalRequest question)
    {
        var connection = watched.Connection;
        var frame = await watched.Reader.ReadAsync(connection.Ended);
        (watched.HeardAt, watched.BegunAt) = (services.Time.GetTimestamp(), Watched.NotBegun);
        if (!frame.IsComplete)
        {
            if (frame.Status is not FrameStatus.End)
            {
                Interlocked.Increment(ref figures.NotReadable);
            }

            return false;
        }

        var (answer, keep) = Open(desk, frame, question, out var log);
        if (!keep)
        {
            return false;
        }

        if (answer is null)
        {
            Interlocked.Increment(ref figures.Messages);
            var since = services.Time.GetTimestamp();
            var span = Operations.HostTelemetry.Begin(question);
            answer = await authoriser.HandleAsync(desk, question, log);
            var took = services.Time.GetElapsedTime(since);
            Latency.Record(took);
            Operations.HostTelemetry.Decided(span, question.Flow, answer?.Code, took);
        }

        if (answer is null)
        {
            Interlocked.Increment(ref figures.Silent);
            return true;
        }

        figures.Count(answer.Code);
        // What did not leave may still be in somebody's hands: only then the buffer is not given back.
        var buffer = ArrayPool<byte>.Shared.Rent(AnswerWriter.Longest);
        await connection.SendAsync(buffer.AsMemory(0, Write(buffer, desk, frame, question, answer)));
        ArrayPool<byte>.Shared.Return(buffer);
        question.Wipe();
        return true;
    }

    // Synchronous, because a message view lives on the stack: what the rest needs is in the question afterwards.
    private (Answer? Answer, bool Keep) Open(TerminalDesk desk, Frame frame, TerminalRequest question, out byte[]? log)
    {
        log = null;
        var message = frame.Message.Span;
        if (!Dialects.UnionPay.Read(message, out var view).IsNone)
        {
            Interlocked.Increment(ref figures.NotReadable);
            return (null, false);
        }

        if (view.Type.Function is not (0 or 2))
        {
            Interlocked.Increment(ref figures.NotReadable);
            return (null, false);
        }

        var wrong = question.Take(view);
        if (Flows.HasMac(question.Flow))
        {
            if (desk.Session.MacKey is not { } key)
            {
                // Without a key nothing can be checked, and nothing is wrong: it signed off, or never signed in.
                return (Answer.Of("77", services.NowMs) with { HasMac = false }, true);
            }

            if (!IsAuthentic(desk, key, view, message))
            {
                return WrongMac(desk);
            }
        }

        if (question.Terminal != desk.Terminal.Number || question.Merchant != desk.Terminal.Merchant)
        {
            services.Alarms.Raise("terminal.foreign-number", desk.Terminal.Number, desk.Terminal.Merchant);
            return (Answer.Of(question.Terminal != desk.Terminal.Number ? "97" : "03", services.NowMs), true);
        }

        if (wrong != 0)
        {
            return (Answer.Of("30", services.NowMs) with { HasMac = Flows.HasMac(question.Flow) }, true);
        }

        var isKept = question.Flow is not (Flow.SignIn or Flow.SignOff or Flow.Echo) && !Flows.IsParameters(question.Flow);
        log = isKept ? Operations.MessageLog.Blank(view, message) : null;
        return (null, true);
    }

    private bool IsAuthentic(TerminalDesk desk, WrappedKey key, in MessageView view, ReadOnlySpan<byte> message)
    {
        if (view.Wire(64).Length != 8)
        {
            return false;
        }

        var covered = message[..^8];
        var mac = message[^8..];
        if (services.Keys.VerifyMac(new KeyRef(key, desk.Terminal.Number), covered, mac) == KeyAnswer.Ok)
        {
            desk.WrongMacs = 0;
            return true;
        }

        return false;
    }

    private (Answer?, bool) WrongMac(TerminalDesk desk)
    {
        Interlocked.Increment(ref figures.WrongMac);
        desk.WrongMacs++;
        if (desk.WrongMacs == MostWrongMacs)
        {
            services.Alarms.Raise("terminal.wrong-mac", desk.Terminal.Number, desk.Terminal.Merchant);
        }

        return (Answer.Of("A0", services.NowMs) with { HasMac = false }, desk.WrongMacs < MostWrongMacs);
    }

    private int Write(byte[] buffer, TerminalDesk desk, Frame frame, TerminalRequest question, Answer answer)
    {
        var format = FrameFormat.UnionPay;
        var length = AnswerWriter.Write(buffer.AsSpan(format.Overhead), question, answer, MacFor(desk, question, answer), services.Keys);
        return format.WriteHead(buffer, frame.Tpdu.Answer, frame.Header.Span, length)
            ? format.Overhead + length
            : throw new InvalidOperationException("An answer longer than a frame.");
    }

    private static KeyRef? MacFor(TerminalDesk desk, TerminalRequest question, Answer answer) =>
        answer.HasMac && Flows.HasMac(question.Flow) ? AnswerWriter.MacOf(desk) : null;
}

/// <summary>A connection and when it last said something.</summary>
internal sealed class Watched(ITerminalConnection connection, FrameReader reader)
{
    public const long NotBegun = -1;

    public ITerminalConnection Connection { get; } = connection;

    public FrameReader Reader { get; } = reader;

    /// <summary>When its last message was whole, as the time provider's time stamps have it.</summary>
    public long HeardAt { get; set; }

    /// <summary>When it was first seen with a part of a message.</summary>
    public long BegunAt { get; set; } = NotBegun;
}
