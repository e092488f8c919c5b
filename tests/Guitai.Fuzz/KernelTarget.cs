using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;

namespace Guitai.Fuzz;

/// <summary>
/// A hostile card against the whole kernel. The first byte says how it is held and what people and host do; then come the card's answers, each with its
/// length before it, and 9000 behind it when the length's highest bit is set. When the answers are at their end, the card is gone.
/// </summary>
public static class KernelTarget
{
    /// <summary>The authority of <c>tests/vectors/emv/test-keys.json</c>, so that a card can be genuine.</summary>
    private const string Modulus =
        "C11D0D334E45684D3DFD371C997D6EC8590B565537853292C5D40D5750E8CE4A02644FDF80746BA68738CC28E9894699FF9D7DAE6D8653308081827E"
        + "4C725FA603D454E7231B89BCC170FB0F228FB480C22BE26AE72C74B687DB13E89AF348EC94235BE07A8C957C039B88DA41C68887B68C48C8D8408186"
        + "06E1827FE618B333F75CB1C94127A29749209C0F83594052C77DDC6682898BC139C16ED625120E435B15F1E3E5DC5323F626677E08C19721";

    private const string IssuerData =
        "910AA1A2A3A4A5A6A7A8303071159F1804112233448605841E00000086058418000000720E9F1804556677888605841E000000";

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
            new(Aid.Parse("A0000000031010")!.Value, AllowsPartial: false, Version: 0x0140),
        ],
        [new(Rid.Parse("A000000333")!.Value, 0x57, Convert.FromHexString(Modulus), 65537, new DateOnly(2030, 12, 31))]
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

    private static ActionCode Code(string hex) => ActionCode.From(Convert.FromHexString(hex))!.Value;

    /// <summary>Plays one card; throws when what must hold does not.</summary>
    /// <returns>How it ended.</returns>
    public static TransactionResult Play(ReadOnlySpan<byte> bytes)
    {
        var mode = bytes.IsEmpty ? 0 : bytes[0];
        var card = new Answers(bytes.IsEmpty ? bytes : bytes[1..]);
        using var kernel = new EmvKernel(s_parameters, s_profile with { Type = (mode & 0x80) != 0 ? (byte)0x23 : (byte)0x22 });
        var request = s_request with { Extent = (mode & 0x40) != 0 ? TransactionExtent.CardData : TransactionExtent.Full };
        var contactless = (mode & 2) != 0;
        var wanted = contactless
            ? kernel.StartContactless(request)
            : kernel.Start(request, Convert.FromHexString("3B6500002063CB6800"), (mode & 1) == 0 ? CardProtocol.T1 : CardProtocol.T0);
        var (commands, steps) = (0, 0);
        bool? hostApproved = null;
        while (wanted is not Finished)
        {
            Hold(++steps <= 2 * EmvKernel.MostCommands, "an end");
            var input = Answer(wanted, mode, ref card);
            commands += wanted is SendCommand ? 1 : 0;
            Hold(commands <= EmvKernel.MostCommands, "a bounded number of commands");
            Hold(wanted is not SendCommand { Bytes.Length: < 4 or > 261 }, "commands of a length");
            hostApproved = input is HostAnswered host ? host.Approved : hostApproved;
            wanted = kernel.Handle(input);
        }

        var result = ((Finished)wanted).Result;
        _ = kernel.Data.Field55(TransactionObjects.SaleTags);
        _ = (kernel.Data.Pan, kernel.Data.Track2, kernel.Data.Expiry, kernel.Data.SequenceNumber);
        if (result.Outcome == TransactionOutcome.Approved)
        {
            Hold(result.CryptogramName is "TC" or "ARQC" && result.Cryptogram.Length == 16, "an approval with a cryptogram");
            // On the contact reader always the card's own; contactless its question is enough once the host has said yes.
            Hold(card.GaveApproval() || (contactless && hostApproved == true), "an approval that the card gave");
            Hold(hostApproved != false, "no approval against the host");
            Hold(request.Extent == TransactionExtent.Full, "no approval where none was asked for");
        }

        Hold(!result.ReversalWanted || result.WentOnline, "nothing to turn round without a question");
        Hold(hostApproved != true || result.ReversalWanted || result.Outcome == TransactionOutcome.Approved, "no approval is forgotten");
        return result;
    }

    private static KernelInput Answer(Wanted wanted, int mode, ref Answers card) =>
        wanted switch
        {
            SendCommand send => card.Next(send),
            ChooseApplication => new ApplicationChosen(0),
            EnterPin when (mode & 0x30) == 0x20 => new PinBypassed(),
            EnterPin when (mode & 0x30) == 0x30 => new PinPadBroken(),
            EnterPin { Use: PinUse.Online } => new OnlinePinTaken(),
            EnterPin pin => new PinEntered(new byte[] { 1, 2, 3, 4 }, new byte[pin.RandomBytes]),
            _ => ((mode >> 2) & 3) switch
            {
                0 => new HostAnswered(true, "00", Convert.FromHexString(IssuerData)),
                1 => new HostAnswered(false, "51", Convert.FromHexString(IssuerData)),
                var silent => new HostSilent(WasAsked: silent == 2),
            },
        };

    private static void Hold(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Does not hold: {what}.");
        }
    }

    private ref struct Answers(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;
        private readonly List<byte> _decision = [];

        public KernelInput Next(SendCommand send)
        {
            if (_rest.IsEmpty)
            {
                return new CardGone();
            }

            var length = Math.Min(_rest[0] & 0x7F, _rest.Length - 1);
            // 7F: two bytes of length follow.
            var head = 1;
            if ((_rest[0] & 0x7F) == 0x7F && _rest.Length >= 3)
            {
                length = Math.Min((_rest[1] << 8) | _rest[2], _rest.Length - 3);
                head = 3;
            }

            byte[] answer = [.. _rest.Slice(head, length), .. (_rest[0] & 0x80) != 0 ? [0x90, 0x00] : Array.Empty<byte>()];
            _rest = _rest[(head + length)..];
            Note(send.Bytes.Span[1], answer);
            return new CardAnswered(answer);
        }

        /// <summary>The last answer that decides, to GENERATE AC or GET PROCESSING OPTIONS, was a TC; taken apart without the kernel's help.</summary>
        public readonly bool GaveApproval()
        {
            var reader = new TlvReader(_decision.ToArray());
            if (!reader.TryRead(out var only))
            {
                return false;
            }

            var id = only.Value;
            if (only.Tag.Value == 0x80 || TlvReader.TryFind(only.Value, new Tag(0x9F27), out id))
            {
                return id.Length > 0 && (id[0] & 0xC0) == 0x40;
            }

            return TlvReader.TryFind(only.Value, new Tag(0x9F10), out var issuer) && issuer.Length > 4 && (issuer[4] & 0x30) == 0x10;
        }

        // Over T=0 the answer comes in parts, with GET RESPONSE.
        private readonly void Note(byte instruction, byte[] answer)
        {
            if (instruction is 0xAE or 0xA8)
            {
                _decision.Clear();
            }

            if (instruction is 0xAE or 0xA8 or 0xC0 && answer.Length > 2)
            {
                _decision.AddRange(answer.AsSpan(0, answer.Length - 2));
            }
        }
    }
}
