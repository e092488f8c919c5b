using Guitai.Emv.Commands;
using Guitai.Emv.Dol;
using Guitai.Emv.OfflineAuthentication;
using Guitai.Emv.Parameters;
using Guitai.Emv.Selection;

namespace Guitai.Emv.Kernel;

// What the stages of one transaction share. A stage is an iterator: it yields what it wants, and reads the answer here when it goes on.
internal sealed class Session(KernelParameters parameters, TerminalProfile profile, TransactionRequest request, bool contactless)
{
    public KernelParameters Parameters { get; } = parameters;

    public TerminalProfile Profile { get; } = profile;

    public TransactionRequest Request { get; } = request;

    public bool IsContactless { get; } = contactless;

    public TransactionObjects Data { get; } = new();

    public Flags Flags { get; private set; } = new();

    public List<Candidate> Candidates { get; set; } = [];

    public bool SawBlockedApplication { get; set; }

    /// <summary>An application was tried and could not be used: people are told to try another (EMV Book 4, 11.3).</summary>
    public bool TryAnother { get; set; }

    /// <summary>People chose none of the applications, or did not confirm the only one.</summary>
    public bool NoneChosen { get; set; }

    public Candidate? Selected { get; set; }

    public ApplicationParameters Application => Selected!.Parameters;

    /// <summary>Set once GET PROCESSING OPTIONS has succeeded.</summary>
    public byte[]? Aip { get; set; }

    /// <summary>What GET PROCESSING OPTIONS has told: no record may tell it again.</summary>
    public HashSet<int> StartTags { get; } = [];

    public byte[] PdolData { get; set; } = [];

    /// <summary>What went to the card before the second GENERATE AC, for its signature (EMV Book 2, 6.6.2).</summary>
    public byte[] SignedBefore { get; set; } = [];

    public Authentication Authentication { get; set; } = new();

    public VerifiedBy VerifiedBy { get; set; }

    public bool SignatureWanted { get; set; }

    public bool PinBypassed { get; set; }

    public bool PinPadBroken { get; set; }

    public bool WentOnline { get; set; }

    public HostAnswered? HostAnswer { get; set; }

    public List<byte> ScriptResults { get; } = [];

    /// <summary>What the card answered last.</summary>
    public CardAnswer Answer { get; set; }

    /// <summary>What was told last.</summary>
    public KernelInput? Input { get; set; }

    public TransactionResult? Result { get; private set; }

    public bool IsOver => Result is not null;

    public static SendCommand Send(CommandApdu command, bool holdsPin = false) => new(command.ToBytes(), holdsPin);

    /// <summary>Ends the transaction; what is told of it is taken from the data as they stand.</summary>
    public void Finish(TransactionOutcome outcome, EndReason reason, bool advice = false) =>
        Result = new TransactionResult(outcome, reason)
        {
            WentOnline = WentOnline,
            VerifiedBy = VerifiedBy,
            SignatureWanted = SignatureWanted && outcome == TransactionOutcome.Approved,
            AdviceWanted = advice,
            ReversalWanted = WentOnline && (HostAnswer is null || (HostAnswer.Approved && outcome != TransactionOutcome.Approved)),
            FallbackAllowed =
                !IsContactless
                && Aip is null
                && !NoneChosen
                && reason is EndReason.BadReset or EndReason.NoApplication or EndReason.CardError or EndReason.BadCardData,
            Aid = Selected?.Aid,
            Label = Selected?.Choice.Label ?? "",
            Tvr = Convert.ToHexString(Flags.Tvr),
            Tsi = Convert.ToHexString(Flags.Tsi),
            Cryptogram = Data.Get(0x9F26) is { } cryptogram ? Convert.ToHexString(cryptogram) : "",
            CryptogramName = Data.Get(0x9F27) is [var cid] ? Cryptogram.CryptogramTypes.NameOf(cid) : "",
        };

    /// <summary>Ends because the card cannot be used.</summary>
    public void Fail(EndReason reason) => Finish(TransactionOutcome.Ended, reason);

    /// <summary>Scripts that run after the decision add their results to it.</summary>
    public void Amend()
    {
        if (Result is { } result)
        {
            Result = result with
            {
                ScriptResults = ScriptResults.ToArray(),
                Tvr = Convert.ToHexString(Flags.Tvr),
                Tsi = Convert.ToHexString(Flags.Tsi),
            };
        }
    }

    /// <summary>Data for a card's list; null when the list is malformed.</summary>
    public byte[]? Build(ReadOnlySpan<byte> list)
    {
        var built = new byte[CommandApdu.All];
        return DataObjectList.Build(list, Data, built, out var written) == DolFault.None ? built[..written] : null;
    }

    /// <summary>Everything that an application told is forgotten, and the terminal's own data are laid out for the one that was chosen.</summary>
    public void BeginApplication(Candidate candidate)
    {
        Selected = candidate;
        Flags = new Flags();
        Authentication = new Authentication();
        Data.Clear();
        Data.Put(0x95, Flags.Tvr);
        Data.Put(0x9B, Flags.Tsi);
        TerminalData.Put(Data, Profile, Request, candidate);
    }
}

internal static class TerminalData
{
    // EMV Book 3, annex A1: elements whose source is the terminal.
    public static void Put(TransactionObjects data, TerminalProfile profile, TransactionRequest request, Candidate candidate)
    {
        var application = candidate.Parameters;
        data.PutDigits(0x9F02, request.AmountMinor, 6);
        data.PutDigits(0x9F03, request.OtherAmountMinor, 6);
        data.Put(0x81, Binary(request.AmountMinor));
        data.Put(0x9F04, Binary(request.OtherAmountMinor));
        data.PutDigits(0x9A, (request.Date.Year % 100 * 10_000) + (request.Date.Month * 100) + request.Date.Day, 3);
        data.PutDigits(0x9F21, (request.Time.Hour * 10_000) + (request.Time.Minute * 100) + request.Time.Second, 3);
        data.Put(0x9C, [request.TransactionType]);
        data.Put(0x9F37, request.UnpredictableNumber.ToArray());
        data.PutDigits(0x9F41, request.SequenceCounter % 100_000_000, 4);
        data.PutDigits(0x9F1A, profile.Country, 2);
        data.PutDigits(0x5F2A, profile.Currency, 2);
        data.PutDigits(0x5F36, profile.CurrencyExponent, 1);
        data.Put(0x9F33, profile.Capabilities.ToArray());
        data.Put(0x9F40, profile.AdditionalCapabilities.ToArray());
        data.Put(0x9F35, [profile.Type]);
        data.PutText(0x9F1C, profile.TerminalId, 8);
        data.PutText(0x9F16, profile.MerchantId, 15);
        data.PutText(0x9F1E, profile.SerialNumber, 8);
        data.PutDigits(0x9F15, profile.MerchantCategory, 2);
        data.PutText(0x9F4E, profile.MerchantName, profile.MerchantName.Length);
        data.Put(0x9F06, candidate.Aid.ToBytes());
        data.Put(0x9F09, [(byte)(application.Version >> 8), (byte)(application.Version & 0xFF)]);
        data.Put(0x9F1B, Binary(application.FloorLimit));
        if (application.ElectronicCashLimit is { } limit)
        {
            data.PutDigits(0x9F7B, limit, 6);
        }
    }

    private static byte[] Binary(long amount)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Math.Min(amount, uint.MaxValue));
        return bytes;
    }
}
