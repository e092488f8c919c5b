using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.PaymentCrypto;

namespace Guitai.Host.Tests;

/// <summary>
/// Every flow and every refusal to the byte, both ways, at the terminal and at the issuer: what is said stands in Transcripts/NAME.txt, whole and taken apart by <see cref="WireReader"/>. Clock and
/// randomness are fixed. <c>GUITAI_WRITE_TRANSCRIPTS=1</c> writes the files anew; read the difference before it is committed.
/// </summary>
public sealed partial class TranscriptTests() : HostFixture((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")))
{
    private readonly StringBuilder _said = new();
    private readonly StringBuilder _told = new();
    private readonly Lock _lock = new();
    private uint _random = 1;

    public static TheoryData<string> Names => [.. s_scripts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_said_is_what_the_transcript_has_to_the_byte(string name)
    {
        var (pin, mac) = (IssuerMessages.Keys("sandbox").Pin, IssuerMessages.Keys("sandbox").Mac);
        foreach (var (key, use, value) in new[] { (pin, KeyUse.PinEncryption, (byte)0x31), (mac, KeyUse.RetailMac, (byte)0x43) })
        {
            var half = Enumerable.Range(1, 16).Select(i => (byte)(i * 7)).ToArray();
            await Keys.BeginLoadAsync(key, use, KeyAlgorithm.Tdes, "zhao", half);
            var whole = Enumerable.Range(0, 16).Select(i => (byte)(value + (i * 2) + 1)).ToArray();
            await Keys.CompleteLoadAsync(key, "qian", half.Zip(whole, (a, b) => (byte)(a ^ b)).ToArray());
        }

        Issuer.Wire = OnWireAsync;
        var terminal = await ConnectAsync(signIn: false);
        var talk = new Talk(this, terminal);
        await s_scripts[name](talk);
        Compare(name);
    }

    protected override void Fill(Span<byte> bytes)
    {
        foreach (ref var b in bytes)
        {
            _random = unchecked((_random * 1_664_525) + 1_013_904_223);
            b = (byte)(_random >> 24);
        }
    }

    private protected override void Answered(ReadOnlyMemory<byte> frame) => Note("host to terminal", frame.Span, frame.Length - 13);

    // What the host asks is read by another hand, what the issuer answers is written by it.
    private async Task<IssuerReply> OnWireAsync(
        IssuerQuestion question,
        TerminalRequest? secrets,
        Func<IssuerQuestion, Task<IssuerReply>> answer
    )
    {
        var buffer = new byte[IssuerMessages.Longest];
        byte[] card =
            secrets is null && question.Intent.CardSeal is { } seal ? new CardSafe(Keys).Open(question.Intent.Key.Terminal, seal) : [];
        var (length, refusal) = IssuerMessages.Write(buffer, question, secrets, card, Keys);
        Assert.True(length > 0, refusal);
        var reply = await answer(question);
        if (reply.Kind == ReplyKind.NotSent)
        {
            Line("(nothing reaches the issuer)\n");
            return reply;
        }

        // What the issuer is told goes its own way and at its own time.
        var told = secrets is null;
        Note("host to issuer", buffer.AsSpan(0, length), 0, told);
        if (reply.Kind == ReplyKind.NoAnswer)
        {
            Line("(the issuer does not answer)\n", told);
            return reply;
        }

        var asked = WireReader.Text(buffer.AsSpan(0, length));
        var said = new SortedDictionary<int, string> { [0] = $"{(question.Mti / 10 * 10) + 10:D4}", [39] = reply.Code };
        foreach (var field in (int[])[3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49])
        {
            said[field] = asked[field];
        }

        foreach (
            var (field, value) in new[]
            {
                (38, reply.Authorisation),
                (54, reply.Balance),
                (55, reply.Icc is { } icc ? Convert.ToHexString(icc) : null),
            }
        )
        {
            if (value is { Length: > 0 })
            {
                said[field] = value;
            }
        }

        var message = WireReader.WriteText(said);
        var mac = new byte[8];
        Keys.Mac(IssuerMessages.Keys("sandbox").Mac, message, mac);
        message = [.. message, .. Encoding.ASCII.GetBytes(Convert.ToHexString(mac))];
        Note("issuer to host", message, 0, told);
        Assert.True(IssuerMessages.TryRead(message, out var view, out var stan));
        Assert.Equal(question.Stan, stan);
        Assert.True(IssuerMessages.IsAuthentic(view, message, IssuerMessages.Keys("sandbox").Mac, Keys));
        return IssuerMessages.Reply(view, null);
    }

    private void Note(string direction, ReadOnlySpan<byte> bytes, int packed, bool told = false)
    {
        var isPacked = direction.Contains("terminal", StringComparison.Ordinal);
        var text = new StringBuilder(direction).Append('\n');
        text.Append(isPacked ? Convert.ToHexString(bytes) : Encoding.ASCII.GetString(bytes)).Append('\n');
        foreach (var (field, value) in isPacked ? WireReader.Packed(bytes[^packed..]) : WireReader.Text(bytes))
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {(field == 0 ? "type" : field.ToString(CultureInfo.InvariantCulture)), 4}  {value}"
                )
                .Append('\n');
        }

        Line(text.ToString(), told);
    }

    private void Line(string text, bool told = false)
    {
        lock (_lock)
        {
            (told ? _told : _said).Append(text).Append('\n');
        }
    }

    private void Compare(string name, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "Transcripts", $"{name}.txt");
        var said = _told.Length > 0 ? $"{_said}--- on its own way to the issuer ---\n\n{_told}" : _said.ToString();
        if (Environment.GetEnvironmentVariable("GUITAI_WRITE_TRANSCRIPTS") == "1")
        {
            File.WriteAllText(file, said);
        }

        Assert.True(File.Exists(file), $"There is no transcript {name}.");
        Assert.Equal(File.ReadAllText(file), said, ignoreLineEndingDifferences: true);
    }

    /// <summary>A terminal at the wire: what it sends is noted before it leaves.</summary>
    private sealed class Talk(TranscriptTests test, VirtualTerminal terminal)
    {
        public VirtualTerminal Terminal => terminal;

        public ScriptedIssuer Issuer => test.Issuer;

        public HostDesk Host => test.Host;

        public MovableTime Time => test.Time;

        public int Trace => terminal.Trace;

        /// <summary>Signs in without noting it: one transcript has it.</summary>
        public async Task SignInAsync()
        {
            Assert.Equal("00", await terminal.SignInAsync());
            test._said.Clear();
        }

        public async Task<TerminalReply> AskAsync(TerminalQuestion question)
        {
            await SendAsync(terminal.Bytes(question));
            var reply = await terminal.ReceiveAsync();
            return reply ?? throw new InvalidOperationException("The host ended the connection.");
        }

        public async Task SendAsync(byte[] frame)
        {
            test.Note("terminal to host", frame, frame.Length - 13);
            await terminal.SendAsync(frame);
        }

        public void Say(string text) => test.Line($"({text})\n");

        /// <summary>A connection of terminal 10000001 by which another number speaks.</summary>
        public async Task SpeakAsAsync(string number, TerminalQuestion question)
        {
            var (up, down) = (new Pipe(), new Pipe());
            using var other = new VirtualTerminal(number, MerchantNumber, MasterKey, down.Reader, up.Writer);
            _ = test.ServeAsync("10000001", new PipeConnection(up.Reader, down.Writer, test.Answered));
            var frame = other.Bytes(question);
            test.Note("terminal to host", frame, frame.Length - 13);
            await other.SendAsync(frame);
            await other.ReceiveAsync();
        }

        /// <summary>Waits until the issuer has been told what it has to be told.</summary>
        public Task ToldAsync() => UntilAsync(() => Host.Services.Owed.Waiting(1).Count == 0);
    }
}
