using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Guitai.Iso8583;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench;

/// <summary>
/// What a sale costs the sandbox issuer in processor time: a process of its own behind TLS, sales made beforehand by our own libraries, two connections with many
/// in flight. Two of three read the stripe, one the chip; every second one has a PIN.
/// </summary>
internal static class IssuerBench
{
    private const int Connections = 2;
    private const int InFlight = 32;
    private const int WarmUp = 20_000;
    private const string Acquirer = "48001234";

    /// <summary>Runs it in a folder of its own, which is removed afterwards.</summary>
    public static async Task<int> RunAsync(int sales, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("guitai-bench-").FullName;
        using var certificate = MakeCertificate();
        var pem = Path.Combine(folder, "host.pem");
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), cancellation);
        var port = FreePort();
        using var issuer = Start(folder, port, pem);
        try
        {
            await issuer.StandardOutput.ReadLineAsync(cancellation);
            var files = new IssuerFolder(Path.Combine(folder, "sandbox", "issuer"));
            var bureau = new CardBureau(IssuerProfile.Read(files.Profile));
            var lines = new List<Line>();
            for (var i = 0; i < Connections; i++)
            {
                lines.Add(await Line.ConnectAsync(files, port, certificate, cancellation));
            }

            await Console.Error.WriteLineAsync($"making {WarmUp + sales} sales");
            Keys keys = new(lines[^1].Zpk!, lines[^1].Zak!);
            var frames = Enumerable.Range(0, WarmUp + sales).Select(i => Sale(bureau, keys, i)).ToArray();
            await RunAsync(lines, frames.AsMemory(0, WarmUp), cancellation);
            issuer.Refresh();
            var before = issuer.TotalProcessorTime;
            var took = Stopwatch.StartNew();
            var approved = await RunAsync(lines, frames.AsMemory(WarmUp), cancellation);
            took.Stop();
            issuer.Refresh();
            Figure.Print("issuer.cpu_us_per_sale", (issuer.TotalProcessorTime - before).TotalMicroseconds / sales, "us");
            Figure.Print("issuer.sales_per_s", sales / took.Elapsed.TotalSeconds, "1/s");
            await Console.Error.WriteLineAsync($"{approved} of {sales} approved");
            return approved == sales ? 0 : 1;
        }
        finally
        {
            issuer.Kill();
            await issuer.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Keys(PinKey Pin, RetailMacKey Mac);

    private static async Task<int> RunAsync(List<Line> lines, ReadOnlyMemory<byte[]> frames, CancellationToken cancellation)
    {
        var share = frames.Length / lines.Count;
        var runs = lines.Select(
            (line, i) => line.RunAsync(frames.Slice(i * share, i + 1 == lines.Count ? frames.Length - (i * share) : share), cancellation)
        );
        return (await Task.WhenAll(runs)).Sum();
    }

    private static byte[] Sale(CardBureau bureau, Keys keys, int number)
    {
        var programs = bureau.Profile.Programs;
        var card = bureau.Card(programs[number % programs.Count].Name, CardProgram.FirstPlain + (number / 3 % 10_000));
        const long AmountMinor = 1_234;
        var chip = number % 3 == 0;
        var message = new IsoMessage(new Mti(200))
        {
            [3] = "000000",
            [4] = AmountMinor.ToString("D12", CultureInfo.InvariantCulture),
            [7] = TimeProvider.System.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture),
            [11] = (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture),
            [12] = "120000",
            [13] = "1121",
            [18] = "5411",
            [22] = (chip ? "05" : "02") + (number % 2 == 0 ? "1" : "2"),
            [25] = "00",
            [32] = Acquirer,
            [35] = chip ? card.ChipTrack2 : card.Track2,
            [37] = "6" + number.ToString("D11", CultureInfo.InvariantCulture),
            [41] = "T0000001",
            [42] = "M00000000000001",
            [43] = "GUITAI DEMO STORE        SHANGHAI     CN",
            [49] = "156",
            [64] = "0000000000000000",
        };
        if (chip)
        {
            message[23] = card.Sequence;
            message[55] = bureau.Chip(card, number % 60_000).Generate(new ChipTransaction(AmountMinor, "12345678", "261121")).Objects;
        }

        if (number % 2 == 0)
        {
            Span<byte> block = stackalloc byte[8];
            var pin = ClearPin.From(card.Pin);
            keys.Pin.Encrypt(PinBlockFormat.Iso0, ref pin, card.Pan, RandomNumberGenerator.Fill, block);
            message[52] = Convert.ToHexString(block);
            message[53] = "2600000000000000";
        }

        message.Write(Dialects.Ascii87, out var bytes);
        Span<byte> mac = stackalloc byte[8];
        keys.Mac.Compute(bytes.AsSpan(..^16), mac);
        Encoding.ASCII.GetBytes(Convert.ToHexString(mac)).CopyTo(bytes.AsSpan(^16..));
        return Line.Framed(bytes);
    }

    private static Process Start(string folder, int port, string pem)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "sandbox",
                "--data",
                folder,
                "--port",
                FreePort().ToString(CultureInfo.InvariantCulture),
                "--wallets-port",
                "0",
                "--issuer-port",
                port.ToString(CultureInfo.InvariantCulture),
                "--accept-host",
                pem,
            },
        };
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    // One connection, signed on. The last one to exchange keys has those that all use.
    private sealed class Line(SslStream stream)
    {
        public PinKey? Zpk { get; private set; }
        public RetailMacKey? Zak { get; private set; }

        public static async Task<Line> ConnectAsync(
            IssuerFolder files,
            int port,
            X509Certificate2 certificate,
            CancellationToken cancellation
        )
        {
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            using var authority = X509CertificateLoader.LoadCertificateFromFile(files.AuthorityCertificate);
            var stream = new SslStream(client.GetStream());
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.Add(authority);
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "127.0.0.1",
                    ClientCertificates = [certificate],
                    CertificateChainPolicy = policy,
                },
                cancellation
            );
            var line = new Line(stream);
            await line.AskAsync("001", cancellation);
            line.TakeKeys(files, (await line.AskAsync("101", cancellation))[48]!);
            return line;
        }

        public static byte[] Framed(byte[] message) =>
            [.. Encoding.ASCII.GetBytes(message.Length.ToString("D4", CultureInfo.InvariantCulture)), .. message];

        /// <summary>Keeps many in flight until all were answered.</summary>
        /// <returns>How many were approved.</returns>
        public async Task<int> RunAsync(ReadOnlyMemory<byte[]> frames, CancellationToken cancellation)
        {
            var approved = 0;
            var sent = 0;
            var answered = 0;
            var buffer = new byte[64 * 1024];
            var have = 0;
            while (answered < frames.Length)
            {
                while (sent < frames.Length && sent - answered < InFlight)
                {
                    await stream.WriteAsync(frames.Span[sent++], cancellation);
                }

                have += await stream.ReadAsync(buffer.AsMemory(have), cancellation);
                var at = 0;
                while (
                    have - at >= 4 && int.Parse(buffer.AsSpan(at, 4), CultureInfo.InvariantCulture) is var length && have - at >= 4 + length
                )
                {
                    // An answer to a sale: 3, 4, 7, 11, 12, 13, 32, 37, 38, 39; its code stands at one place when 38 is there.
                    var body = Encoding.ASCII.GetString(buffer, at + 4, length);
                    approved += body[20 + 6 + 12 + 10 + 6 + 6 + 4 + 2 + Acquirer.Length + 12 + 6] == '0' ? 1 : 0;
                    answered++;
                    at += 4 + length;
                }

                buffer.AsSpan(at, have - at).CopyTo(buffer);
                have -= at;
            }

            return approved;
        }

        private async Task<IsoMessage> AskAsync(string function, CancellationToken cancellation)
        {
            var question = new IsoMessage(new Mti(800))
            {
                [7] = "1121120000",
                [11] = "000001",
                [32] = Acquirer,
                [70] = function,
            };
            question.Write(Dialects.Ascii87, out var bytes);
            await stream.WriteAsync(Framed(bytes), cancellation);
            var head = new byte[4];
            await stream.ReadExactlyAsync(head, cancellation);
            var answer = new byte[int.Parse(head, CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(answer, cancellation);
            IsoMessage.Read(Dialects.Ascii87, answer, out var message);
            return message!;
        }

        private void TakeKeys(IssuerFolder files, string field)
        {
            var (first, second) = files.Components();
            byte[] clear = [.. Convert.FromHexString(first.Text).Zip(Convert.FromHexString(second.Text), (a, b) => (byte)(a ^ b))];
            using var master = KeyEncryptionKey.FromClear(KeyAlgorithm.Tdes, clear);
            master.Receive<PinKey>(Convert.FromHexString(field[..32]), Convert.FromHexString(field[32..38]), out var zpk);
            master.Receive<RetailMacKey>(Convert.FromHexString(field[38..70]), Convert.FromHexString(field[70..]), out var zak);
            (Zpk, Zak) = (zpk, zak);
        }
    }
}
