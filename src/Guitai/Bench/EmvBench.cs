using System.Diagnostics;
using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;

namespace Guitai.Bench;

/// <summary>
/// <c>guitai bench emv</c>: what one card transaction costs the kernel, the card's own time left out: a recorded card answers at once. One thread, warm;
/// medians. The cards and the authority are those of <c>tests/vectors/emv/transcripts.txt</c>.
/// </summary>
internal static class EmvBench
{
    private const int Rounds = 201;
    private const int Batch = 10;

    private static readonly KernelParameters s_parameters = new(
        [
            new(Aid.Parse("A000000333")!.Value, AllowsPartial: true, Version: 0x0030)
            {
                DenialCode = Code("0010000000"),
                OnlineCode = Code("D84004F800"),
                DefaultCode = Code("D84000A800"),
                FloorLimit = 20_000,
                ContactlessFloorLimit = 20_000,
                ContactlessCvmLimit = 30_000,
                ContactlessLimit = 500_000,
            },
        ],
        [new(Rid.Parse("A000000333")!.Value, 0x57, Convert.FromHexString(EmvBenchCards.Authority), 65537, new DateOnly(2030, 12, 31))]
    );

    private static readonly TerminalProfile s_profile = new()
    {
        Capabilities = Convert.FromHexString("E0F8C8"),
        AdditionalCapabilities = Convert.FromHexString("6000F0A001"),
        TerminalId = "10000001",
        SerialNumber = "SN000001",
    };

    private static readonly TransactionRequest s_request = new()
    {
        AmountMinor = 12_345,
        Date = new DateOnly(2026, 11, 21),
        Time = new TimeOnly(15, 4, 5),
        UnpredictableNumber = Convert.FromHexString("12345678"),
        SequenceCounter = 77,
    };

    /// <summary>Measures and prints; 1 when a card is not approved.</summary>
    public static int Run()
    {
        var (dda, cda, tap) = (Answers(EmvBenchCards.Dynamic), Answers(EmvBenchCards.Combined), Answers(EmvBenchCards.Contactless));
        if (!Sell(dda) || !Sell(cda) || !Sell(tap, contactless: true))
        {
            Console.Error.WriteLine("A recorded card was not approved.");
            return 1;
        }

        Figure.Print("emv.kernel_ms", Measure(() => Sell(dda)), "ms");
        Figure.Print("emv.kernel_cda_ms", Measure(() => Sell(cda)), "ms");
        Figure.Print("emv.kernel_contactless_ms", Measure(() => Sell(tap, contactless: true)), "ms");
        return 0;
    }

    private static ActionCode Code(string hex) => ActionCode.From(Convert.FromHexString(hex))!.Value;

    private static bool Sell(List<byte[]> answers, bool contactless = false)
    {
        using var kernel = new EmvKernel(s_parameters, s_profile);
        var wanted = contactless ? kernel.StartContactless(s_request) : kernel.Start(s_request, EmvBenchCards.Reset, CardProtocol.T1);
        for (var next = 0; wanted is not Finished; )
        {
            wanted = kernel.Handle(wanted is SendCommand ? new CardAnswered(answers[next++]) : EmvBenchCards.Approved);
        }

        return wanted is Finished { Result.Outcome: TransactionOutcome.Approved };
    }

    // Each answer with its length before it, in two bytes behind 7F, and 9000 behind it when the highest bit is set.
    private static List<byte[]> Answers(string hex)
    {
        var answers = new List<byte[]>();
        ReadOnlySpan<byte> bytes = Convert.FromHexString(hex).AsSpan(1);
        while (!bytes.IsEmpty)
        {
            var isLong = (bytes[0] & 0x7F) == 0x7F;
            var length = isLong ? (bytes[1] << 8) | bytes[2] : bytes[0] & 0x7F;
            var head = isLong ? 3 : 1;
            answers.Add([.. bytes.Slice(head, length), .. (bytes[0] & 0x80) != 0 ? [0x90, 0x00] : Array.Empty<byte>()]);
            bytes = bytes[(head + length)..];
        }

        return answers;
    }

    private static double Measure(Func<bool> work)
    {
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 2_000; )
        {
            work();
        }

        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Batch; i++)
            {
                work();
            }

            times[round] = watch.Elapsed.TotalMilliseconds / Batch;
        }

        Array.Sort(times);
        return times[Rounds / 2];
    }
}
