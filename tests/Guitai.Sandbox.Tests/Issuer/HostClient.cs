using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Guitai.Iso8583;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>The host's side of the link, made of the host's libraries: the codec, the keys and the ciphers are other code than the issuer's.</summary>
internal sealed class HostClient : IAsyncDisposable
{
    public const string Acquirer = "48001234";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static int s_stan;
    private static int s_rrn;

    private readonly TestIssuer _issuer;
    private readonly TcpClient _client;
    private readonly Stream _stream;
    private readonly Task _served;

    private HostClient(TestIssuer issuer, TcpClient client, Stream stream, Task? served = null)
    {
        _served = served ?? Task.CompletedTask;
        _issuer = issuer;
        _client = client;
        _stream = stream;
    }

    public PinKey? Zpk { get; set; }
    public RetailMacKey? Zak { get; set; }

    public static async Task<HostClient> ConnectAsync(
        TestIssuer issuer,
        X509Certificate2? certificate,
        SslProtocols protocols = SslProtocols.None,
        int port = 0
    )
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port == 0 ? issuer.Port : port);
        var stream = new SslStream(client.GetStream());
        using var authority = X509CertificateLoader.LoadCertificateFromFile(issuer.Folder.AuthorityCertificate);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = protocols,
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        await stream.AuthenticateAsClientAsync(options);
        return new HostClient(issuer, client, stream);
    }

    /// <summary>A line to the issuer's session without TLS in between, for whom thousands of greetings would take too long. The session must not fail but by the line's end.</summary>
    public static async Task<HostClient> ConnectPlainAsync(TestIssuer issuer)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)door.LocalEndpoint);
        return new HostClient(issuer, client, client.GetStream(), ServeAsync(await door.AcceptTcpClientAsync()));

        async Task ServeAsync(TcpClient accepted)
        {
            using var _ = accepted;
            accepted.NoDelay = true;
            await issuer.Issuer.ServeAsync(accepted.GetStream(), CancellationToken.None);
        }
    }

    public static string NextStan() => (Interlocked.Increment(ref s_stan) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public static string NextRrn() => "6" + Interlocked.Increment(ref s_rrn).ToString("D11", CultureInfo.InvariantCulture);

    public async Task SignOnAsync() => Assert.Equal("00", (await AskAsync(Network("001")))[39]);

    /// <summary>Asks for working keys and takes them under the zone master key, whose two components the issuer's files hold.</summary>
    public async Task ExchangeKeysAsync()
    {
        var answer = await AskAsync(Network("101"));
        Assert.Equal("00", answer[39]);
        var (zpk, zak) = TakeKeys(answer);
        (Zpk, Zak) = (zpk, zak);
    }

    public (PinKey Zpk, RetailMacKey Zak) TakeKeys(IsoMessage answer)
    {
        var field = answer[48]!;
        Assert.Equal(76, field.Length);
        var (first, second) = _issuer.Folder.Components();
        var clear = Convert.FromHexString(first.Text).Zip(Convert.FromHexString(second.Text), (a, b) => (byte)(a ^ b)).ToArray();
        Assert.Equal(_issuer.Issuer.ZoneMasterCheckValue, KeyCheckValue.Of(KeyAlgorithm.Tdes, clear));
        using var master = KeyEncryptionKey.FromClear(KeyAlgorithm.Tdes, clear);
        Assert.Equal(KeyAnswer.Ok, master.Receive<PinKey>(Hex(field[..32]), Hex(field[32..38]), out var zpk));
        Assert.Equal(KeyAnswer.Ok, master.Receive<RetailMacKey>(Hex(field[38..70]), Hex(field[70..]), out var zak));
        return (zpk!, zak!);
    }

    public IsoMessage Network(string function) =>
        new(new Mti(800))
        {
            [7] = Now(),
            [11] = NextStan(),
            [32] = Acquirer,
            [70] = function,
        };

    /// <summary>A message with what all financial ones have.</summary>
    public IsoMessage Message(int type, string processing, string condition, long amountMinor) =>
        new(new Mti(type))
        {
            [3] = processing,
            [4] = amountMinor.ToString("D12", CultureInfo.InvariantCulture),
            [7] = Now(),
            [11] = NextStan(),
            [12] = "120000",
            [13] = "1121",
            [18] = "5411",
            [25] = condition,
            [32] = Acquirer,
            [37] = NextRrn(),
            [41] = "T0000001",
            [42] = "M00000000000001",
            [43] = "GUITAI DEMO STORE        SHANGHAI     CN",
            [49] = "156",
        };

    public IsoMessage Stripe(
        VirtualCard card,
        long amountMinor,
        string? pin = null,
        int type = 200,
        string processing = "000000",
        string condition = "00"
    )
    {
        var message = Message(type, processing, condition, amountMinor);
        message[22] = pin is null ? "022" : "021";
        message[35] = card.Track2;
        return WithPin(message, card.Pan, pin);
    }

    public IsoMessage Typed(VirtualCard card, long amountMinor, string? cvv2 = null)
    {
        var message = Message(200, "000000", "00", amountMinor);
        message[2] = card.Pan;
        message[14] = card.Expiry;
        message[22] = "012";
        message[48] = cvv2 is { Length: 0 } ? null : "9203" + (cvv2 ?? card.Cvv2);
        return message;
    }

    public IsoMessage Chip(
        VirtualCard card,
        ChipInHand chip,
        long amountMinor,
        string? pin = null,
        string processing = "000000",
        int type = 200,
        string condition = "00"
    )
    {
        var message = Message(type, processing, condition, amountMinor);
        var objects = chip.Generate(new ChipTransaction(amountMinor, "12345678", "261121")).Objects;
        return WithChip(message, card.ChipTrack2, card.Sequence, objects, pin);
    }

    /// <summary>What a chip told, in the fields of a message.</summary>
    /// <param name="track2">Field 35.</param>
    /// <param name="sequence">Field 23.</param>
    /// <param name="objects">Field 55.</param>
    /// <param name="pin">Null without one.</param>
    /// <param name="entry">The first two digits of field 22.</param>
    public IsoMessage WithChip(IsoMessage message, string track2, string sequence, string objects, string? pin, string entry = "05")
    {
        message[22] = entry + (pin is null ? "2" : "1");
        message[23] = sequence;
        message[35] = track2;
        message[55] = objects;
        return WithPin(message, track2[..track2.IndexOf('D', StringComparison.Ordinal)], pin);
    }

    /// <summary>A message about another one, which field 90 names.</summary>
    public IsoMessage About(int type, string processing, string condition, IsoMessage original, long amountMinor, string? approval = null)
    {
        var message = Message(type, processing, condition, amountMinor);
        message[2] = original[2] ?? (original[35] is { } track ? track[..track.IndexOfAny(['=', 'D'])] : null);
        message[38] = approval;
        message[90] = Original(original);
        return message;
    }

    public IsoMessage Reversal(IsoMessage original)
    {
        var message = About(420, original[3]!, original[25]!, original, long.Parse(original[4]!, CultureInfo.InvariantCulture));
        message[37] = original[37];
        return message;
    }

    public static string Original(IsoMessage original) =>
        original.Type.ToString() + original[11] + original[7] + original[32]!.PadLeft(11, '0') + original[37]![1..];

    /// <summary>The same question again, as the host repeats it: another type, field 7 and field 11.</summary>
    public static IsoMessage Again(IsoMessage question, int? type = null)
    {
        var again = new IsoMessage(type is { } other ? new Mti(other) : question.Type);
        foreach (var (field, text) in question.Fields)
        {
            again[field] = text;
        }

        again[7] = Now();
        again[11] = NextStan();
        again[64] = null;
        again[128] = null;
        return again;
    }

    /// <summary>Sends a question and takes its answer, which must repeat what the page says and carry a right MAC where one is due.</summary>
    public async Task<IsoMessage> AskAsync(IsoMessage question)
    {
        await SendAsync(question);
        var answer = await ReceiveAsync();
        AssertAnswers(question, answer);
        return answer;
    }

    /// <summary>Sends a financial question and tells the code of its answer.</summary>
    public async Task<string> CodeAsync(IsoMessage question) => (await AskAsync(question))[39]!;

    public Task SendAsync(IsoMessage question) => SendBytesAsync(Frame(question));

    public byte[] Frame(IsoMessage question)
    {
        var plain = question[70] is "001" or "101" or "301";
        var field = question.Fields.Keys.Any(f => f > 64) ? 128 : 64;
        if (!plain)
        {
            question[field] = "0000000000000000";
        }

        Assert.True(question.Write(Dialects.Ascii87, out var bytes).IsNone);
        if (!plain && Zak is not null)
        {
            Span<byte> mac = stackalloc byte[8];
            Zak.Compute(bytes.AsSpan(..^16), mac);
            Encoding.ASCII.GetBytes(Convert.ToHexString(mac)).CopyTo(bytes.AsSpan(^16..));
            question[field] = Convert.ToHexString(mac);
        }

        return Framed(bytes);
    }

    public static byte[] Framed(byte[] message) =>
        [.. Encoding.ASCII.GetBytes(message.Length.ToString("D4", CultureInfo.InvariantCulture)), .. message];

    public async Task SendBytesAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    public async Task<IsoMessage> ReceiveAsync()
    {
        var bytes = await ReceiveBytesAsync();
        Assert.NotNull(bytes);
        var error = IsoMessage.Read(Dialects.Ascii87, bytes, out var message);
        Assert.True(error.IsNone, error.ToString());
        _received = bytes;
        return message!;
    }

    private byte[] _received = [];

    /// <summary>The next frame's content; null when the issuer hung up.</summary>
    public async Task<byte[]?> ReceiveBytesAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var head = new byte[4];
        try
        {
            if (await _stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, patience.Token) < 4)
            {
                return null;
            }

            var message = new byte[int.Parse(head, CultureInfo.InvariantCulture)];
            await _stream.ReadExactlyAsync(message, patience.Token);
            return message;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>True when nothing is waiting to be read: an echo overtakes nothing that was sent before it.</summary>
    public async Task<bool> IsSilentAsync()
    {
        var echo = Network("301");
        await SendAsync(echo);
        return (await ReceiveAsync())[11] == echo[11];
    }

    public bool IsMacRight(IsoMessage answer)
    {
        var mac = answer[128] ?? answer[64];
        return mac is not null && Zak!.Verify(_received.AsSpan(..^16), Convert.FromHexString(mac));
    }

    private void AssertAnswers(IsoMessage question, IsoMessage answer)
    {
        Assert.Equal((question.Type.Value / 10 * 10) + 10, answer.Type.Value);
        foreach (var field in (int[])[3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49, 70, 90])
        {
            Assert.Equal(question[field], answer[field]);
        }

        foreach (var field in (int[])[2, 14, 35, 52])
        {
            Assert.Null(answer[field]);
        }

        if (question[70] is not ("001" or "101" or "301"))
        {
            Assert.True(IsMacRight(answer));
        }
    }

    private IsoMessage WithPin(IsoMessage message, string pan, string? pin)
    {
        if (pin is not null)
        {
            Span<byte> block = stackalloc byte[8];
            var clear = ClearPin.From(pin);
            Zpk!.Encrypt(PinBlockFormat.Iso0, ref clear, pan, Random.Shared.NextBytes, block);
            message[52] = Convert.ToHexString(block);
            message[53] = "2600000000000000";
        }

        return message;
    }

    private static string Now() => DateTime.UtcNow.ToString("MMddHHmmss", CultureInfo.InvariantCulture);

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
        try
        {
            await _served;
        }
        catch (IOException)
        {
            // This side left.
        }
    }
}
