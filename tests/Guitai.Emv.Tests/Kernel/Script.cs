using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>
/// What must happen between kernel, card, people and host, in this order and nothing else: a command that differs in one byte fails, and so does anything
/// that is left over.
/// </summary>
internal sealed class Script
{
    public const string IssuerData = "07010103A0B802010A010000000000C1A2B3C4";
    public const string Arqc = "1122334455667788";
    public const string Tc = "8877665544332211";
    public const string Reset = "3B6500002063CB6800";

    private readonly List<Line> _lines = [];

    public Script(TestCard? card = null) => Card = card ?? new TestCard().Sign();

    private abstract record Line;

    private sealed record Exchange(string Command, string Answer) : Line;

    private sealed record Ask(Action<Wanted> Check, KernelInput Input) : Line;

    public TestCard Card { get; }

    public TransactionRequest Request { get; set; } =
        new()
        {
            AmountMinor = 12_345,
            Date = new DateOnly(2026, 11, 21),
            Time = new TimeOnly(15, 4, 5),
            UnpredictableNumber = Hex(Number),
            SequenceCounter = 77,
        };

    public TerminalProfile Profile { get; set; } =
        new()
        {
            Capabilities = Hex("E0F8C8"),
            AdditionalCapabilities = Hex("6000F0A001"),
            TerminalId = "10000001",
            SerialNumber = "SN000001",
        };

    public ApplicationParameters Application { get; set; } =
        new(Aid.Parse("A000000333010101")!.Value, AllowsPartial: true, Version: 0x0030)
        {
            DenialCode = ActionCode.From(Hex("0010000000"))!.Value,
            OnlineCode = ActionCode.From(Hex("D84004F800"))!.Value,
            DefaultCode = ActionCode.From(Hex("D84000A800"))!.Value,
            ContactlessFloorLimit = 0,
            ContactlessLimit = 100_000_000,
            ContactlessCvmLimit = 100_000,
        };

    public List<ApplicationParameters> More { get; } = [];

    public List<CaKey> Keys { get; set; } = [TestKey.Authority.ToCaKey()];

    public Func<KernelParameters, KernelParameters> Adjust { get; set; } = p => p;

    /// <summary>Which of the tests' two ways of sending is used; T=1 says what the kernel means.</summary>
    public CardProtocol? Protocol { get; set; } = CardProtocol.T1;

    /// <summary>The kernel that played, for its data.</summary>
    public EmvKernel? Kernel { get; private set; }

    public KernelParameters Parameters => Adjust(new KernelParameters([Application, .. More], Keys));

    /// <summary>CDOL1's data as they must be, with that TVR.</summary>
    public string CdolData(string tvr) =>
        $"{Request.AmountMinor:D12}{Request.OtherAmountMinor:D12}0156{tvr}0156{Request.Date:yyMMdd}{Request.TransactionType:X2}{Number}";

    public string PdolData => Card.Pdol.Length == 0 ? "" : Number + "00000000";

    public Script Say(string command, string answer)
    {
        _lines.Add(new Exchange(command, answer));
        return this;
    }

    public Script Expect<T>(KernelInput input, Action<T>? check = null)
        where T : Wanted
    {
        _lines.Add(new Ask(w => check?.Invoke(Assert.IsType<T>(w)), input));
        return this;
    }

    public Script Directory(params string[] records)
    {
        Select(Ascii("1PAY.SYS.DDF01"), Wrap("6F", Wrap("84", Ascii("1PAY.SYS.DDF01")) + Wrap("A5", Wrap("88", "01"))) + "9000");
        for (var i = 0; i < records.Length; i++)
        {
            Say($"00B2{i + 1:X2}0C00", records[i]);
        }

        return this;
    }

    public static string Entry(string aid, string label, string priority) =>
        Wrap("61", Wrap("4F", aid) + Wrap("50", Ascii(label)) + (priority.Length == 0 ? "" : Wrap("87", priority)));

    public Script Select(string name, string answer, bool next = false) =>
        Say($"00A404{(next ? "02" : "00")}{name.Length / 2:X2}{name}00", answer);

    /// <summary>The directory with this one card's application, and its selection.</summary>
    public Script Selection() =>
        Directory(Wrap("70", Entry(Card.Aid, Card.Label, Card.Priority)) + "9000", "6A83").Select(Card.Aid, Card.Fci + "9000");

    public Script Start(string? answer = null)
    {
        var data = Wrap("83", PdolData);
        return Say($"80A80000{data.Length / 2:X2}{data}00", answer ?? Wrap("80", Card.Aip + Card.Afl) + "9000");
    }

    public Script Records()
    {
        Say("00B2010C00", Card.Record(1, 1) + "9000");
        for (var i = 1; i <= 4; i++)
        {
            Say($"00B2{i:X2}1400", Card.Record(2, i) + "9000");
        }

        return this;
    }

    public Script Dynamic(string? answer = null) => Say($"0088000004{Number}00", answer ?? Wrap("80", Card.Dynamic(Number)) + "9000");

    public Script UpToRecords() => Selection().Start().Records();

    /// <summary>The first GENERATE AC, with P1 and the TVR that it must carry.</summary>
    public Script First(string p1, string tvr, string? answer = null) => Cryptogram(p1, CdolData(tvr), answer ?? Format1(p1, Arqc));

    /// <summary>The second GENERATE AC.</summary>
    public Script Second(string p1, string code, string tvr, string? answer = null) =>
        Cryptogram(p1, Ascii(code) + CdolData(tvr), answer ?? Format1(p1, Tc));

    public Script Cryptogram(string p1, string data, string answer) => Say($"80AE{p1}00{data.Length / 2:X2}{data}00", answer);

    public static string Format1(string cid, string cryptogram) => Wrap("80", cid + "0017" + cryptogram + IssuerData) + "9000";

    public Script Host(bool approved = true, string code = "00", string data = "") =>
        Expect<GoOnline>(new HostAnswered(approved, code, Hex(data)));

    public TransactionResult Play() => Assert.IsType<Finished>(PlayOpen()).Result;

    public TransactionResult PlayContactless() => Assert.IsType<Finished>(PlayOpen(contactless: true)).Result;

    /// <summary>Plays all lines; the kernel may want more.</summary>
    public Wanted PlayOpen(bool contactless = false)
    {
        Kernel = new EmvKernel(Parameters, Profile);
        var wanted = contactless ? Kernel.StartContactless(Request) : Kernel.Start(Request, Hex(Reset), Protocol);
        foreach (var line in _lines)
        {
            if (line is Exchange exchange)
            {
                var send = Assert.IsType<SendCommand>(wanted);
                var command = Hex(exchange.Command);
                // Over T=0 a command with data has no Le; the card answers at once.
                var expected = Protocol == CardProtocol.T0 ? new T0Exchange(CommandApdu.Parse(command)!).First : command;
                Assert.Equal(Text(expected), Text(send.Bytes.ToArray()));
                wanted = Kernel.Handle(new CardAnswered(Hex(exchange.Answer)));
            }
            else if (line is Ask ask)
            {
                ask.Check(wanted);
                wanted = Kernel.Handle(ask.Input);
            }
        }

        return wanted;
    }

    /// <summary>The card's answers in the form of the fuzzer's target <c>kernel</c>, behind the byte that says how the card is held and what people do.</summary>
    public string Transcript(byte mode) =>
        $"{mode:X2}"
        + string.Concat(
            _lines
                .OfType<Exchange>()
                .Select(e =>
                {
                    var isFine = e.Answer.EndsWith("9000", StringComparison.Ordinal);
                    var content = isFine ? e.Answer[..^4] : e.Answer;
                    var high = isFine ? 0x80 : 0;
                    return content.Length / 2 < 0x7F
                        ? $"{high | (content.Length / 2):X2}{content}"
                        : $"{high | 0x7F:X2}{content.Length / 2:X4}{content}";
                })
        );

    /// <summary>How many steps there are, for tests that stop at each.</summary>
    public int Count => _lines.Count;

    /// <summary>Plays that many steps, then tells something else.</summary>
    public TransactionResult PlayUntil(int steps, KernelInput instead, bool contactless = false)
    {
        var all = _lines.ToList();
        _lines.RemoveRange(steps, _lines.Count - steps);
        PlayOpen(contactless);
        _lines.AddRange(all.Skip(steps));
        return Assert.IsType<Finished>(Kernel!.Handle(instead)).Result;
    }
}
