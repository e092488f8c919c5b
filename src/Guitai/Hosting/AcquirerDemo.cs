using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Bench.Host;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Operators;
using Guitai.Host.Terminals;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Hosting;

/// <summary>The demo's acquirer: a host and an issuer in this process with TLS between them, a merchant for each demo store, and terminals that sell by card for those who look.</summary>
internal sealed class AcquirerDemo : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(1);

    private static readonly DemoMerchant[] s_merchants =
    [
        new("898310058120001", "拐角有光 梧桐路店", "CORNER LIGHT WUTONG ROAD", "10010001", "10010002"),
        new("898310058120002", "拐角有光 河畔里店", "CORNER LIGHT RIVERSIDE", "10020001", "10020002"),
    ];

    private readonly string _folder;
    private readonly SandboxIssuer _issuer;
    private readonly CancellationTokenSource _stop = new();
    private Task _playing = Task.CompletedTask;
    private Task _settingUp = Task.CompletedTask;
    private Task _wallets = Task.CompletedTask;
    private Task _chips = Task.CompletedTask;

    private AcquirerDemo(string folder, AcquirerHost host, SandboxIssuer issuer) => (_folder, Host, _issuer) = (folder, host, issuer);

    /// <summary>The host.</summary>
    public AcquirerHost Host { get; }

    /// <summary>The issuer.</summary>
    public SandboxIssuer Issuer => _issuer;

    /// <summary>Logins for the host's page. They are no secrets.</summary>
    public static IReadOnlyList<(string Login, string Password, OperatorRole Role, string Name)> Logins { get; } =
    [
        ("demo", "corner-light-host-1", OperatorRole.Admin, "演示管理员"),
        ("night", "corner-light-host-2", OperatorRole.Operations, "夜班运维"),
    ];

    /// <summary>Opens host and issuer; what the demo shows is made where it is not there yet.</summary>
    /// <param name="data">Folder of all data.</param>
    /// <param name="listen">Makes the issuer listen; its address.</param>
    public static async Task<AcquirerDemo> OpenAsync(string data, Func<SandboxIssuer, IPEndPoint> listen)
    {
        var issuer = SandboxIssuer.Open(Path.Combine(data, "sandbox", "issuer"), TimeProvider.System, RandomNumberGenerator.Fill);
        AcquirerHost? host = null;
        try
        {
            var address = listen(issuer);
            host = await AcquirerHost.OpenAsync(Path.Combine(data, "host"), postgres: null);
            await AcquirerSeed.LinkAsync(host, issuer.Folder, address.ToString());
            var demo = new AcquirerDemo(Path.Combine(data, "terminals"), host, issuer);
            await demo.SeedAsync();
            return demo;
        }
        catch
        {
            await issuer.DisposeAsync();
            if (host is not null)
            {
                await host.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Begins to sell at the terminals' port: a handful on the first day, then while somebody watches.</summary>
    public void Play(int terminalsPort) => _playing = PlayAsync(terminalsPort, _stop.Token);

    /// <summary>Makes the till's own terminal one of this host, the way a person does, if it is none yet.</summary>
    /// <param name="line">The way to the terminal.</param>
    /// <param name="office">Where the host's pages are.</param>
    /// <param name="terminalsPort">Where it listens for terminals.</param>
    public void SetUp(Contracts.Terminal.ITerminalLine line, Uri office, int terminalsPort) =>
        _settingUp = SetUpAsync(line, office, terminalsPort);

    /// <summary>Takes the schemes' keys of the sandbox's chips, and the applications that its chips have.</summary>
    // Made at the first start, which takes a second: the pages do not wait for it.
    public void TakeChips(ChipDesk chips) => _chips = Task.Run(() => ChipSeed.HaveAsync(Host, chips.Authorities));

    /// <summary>Gives the demo's merchants accounts at the sandbox's wallets.</summary>
    /// <param name="pages">Where the sandbox's API and the host's pages are.</param>
    /// <param name="gateways">Where the sandbox's gateways are.</param>
    public void TakeWallets(Uri pages, Uri gateways) =>
        _wallets = WalletSetUp.RunAsync(Host, [.. s_merchants.Select(m => (m.Number, m.Name))], pages, pages, gateways, _stop.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _playing;
        await _settingUp;
        await _wallets;
        await _chips;
        await Host.DisposeAsync();
        await _issuer.DisposeAsync();
        _stop.Dispose();
    }

    // A terminal learns at its sign-in that there are parameters for chips: they are there before.
    private async Task SetUpAsync(Contracts.Terminal.ITerminalLine line, Uri office, int terminalsPort)
    {
        await _chips;
        await CardSetUp.RunAsync(Host, line, office, terminalsPort, s_merchants[0].Spare, _stop.Token);
    }

    private async Task SeedAsync()
    {
        foreach (var login in Logins)
        {
            if (Host.Operations.Operators.Find(login.Login) is null)
            {
                await Host.Operations.Operators.AddAsync(
                    "demo",
                    "here",
                    login.Login,
                    login.Name,
                    login.Role,
                    new Secret<string>(login.Password)
                );
            }
        }

        Directory.CreateDirectory(_folder);
        foreach (var merchant in s_merchants)
        {
            await AcquirerSeed.MerchantAsync(Host, merchant.Number, merchant.Name, merchant.Ascii);
            if (Host.Desk.Services.Terminals.Find(merchant.Spare) is null)
            {
                await Host.Desk.Services.Terminals.AddAsync(
                    new Guitai.Host.Terminals.Terminal
                    {
                        Number = merchant.Spare,
                        Merchant = merchant.Number,
                        Place = "二号收银台",
                    }
                );
            }

            if (!File.Exists(DeviceFile(merchant.Terminal)))
            {
                await MakeDeviceAsync(merchant);
            }
        }
    }

    private string DeviceFile(string terminal) => Path.Combine(_folder, terminal + ".pem");

    // A device that becomes the terminal as any other would: key of its own, master key by two custodians, one-time code.
    private async Task MakeDeviceAsync(DemoMerchant merchant)
    {
        if (Host.Desk.Services.Terminals.Find(merchant.Terminal) is not null)
        {
            // Its file is gone: what was it may not come back.
            await Host.Access.BlockAsync(merchant.Terminal);
            await Host.Access.RenewLifeAsync(merchant.Terminal);
        }

        var master = RandomNumberGenerator.GetBytes(16);
        var (key, request) = TerminalLine.MakeKey(merchant.Terminal);
        using (key)
        {
            var pem = await AcquirerSeed.TerminalAsync(Host, merchant.Terminal, merchant.Number, master, request, "一号收银台");
            PrivateFile.Write(DeviceFile(merchant.Terminal), $"{pem}\n{key.ExportPkcs8PrivateKeyPem()}\n#{Convert.ToHexString(master)}\n");
        }
    }

    private async Task PlayAsync(int port, CancellationToken cancellation)
    {
        var first = Host.Operations.Search.Newest(1).Count == 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (first || Host.Operations.Live.Watchers > 0)
                {
                    await SellAsync(port, first ? 14 : int.MaxValue, cancellation);
                    first = false;
                }

                await Task.Delay(s_lookAgain, cancellation);
            }
            catch (Exception fault)
                when (fault is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
            {
                await Task.Delay(s_pause, CancellationToken.None);
            }
            catch (Exception fault) when (fault is OperationCanceledException or StoreBrokenException)
            {
                return;
            }
        }
    }

    // Each terminal connects, signs in and sells; it stops when nobody looks any more.
    private async Task SellAsync(int port, int most, CancellationToken cancellation)
    {
        List<DemoTerminal> terminals = [];
        try
        {
            foreach (var merchant in s_merchants)
            {
                terminals.Add(
                    await DemoTerminal.ConnectAsync(port, merchant, DeviceFile(merchant.Terminal), Host.Authority.CertificatePem)
                );
            }

            for (var sale = 0; sale < most; sale++)
            {
                await terminals[sale % terminals.Count].SellAsync(_issuer.Cards);
                if (most == int.MaxValue)
                {
                    if (Host.Operations.Live.Watchers == 0)
                    {
                        return;
                    }

                    await Task.Delay(s_pause, cancellation);
                }

                cancellation.ThrowIfCancellationRequested();
            }

            await terminals[^1].SettleAsync();
        }
        finally
        {
            foreach (var terminal in terminals)
            {
                await terminal.DisposeAsync();
            }
        }
    }

    private sealed record DemoMerchant(string Number, string Name, string Ascii, string Terminal, string Spare);

    /// <summary>One of the demo's terminals with its numbers on disk, so that no number is used twice.</summary>
    private sealed class DemoTerminal(TerminalLine line, X509Certificate2 device, X509Certificate2 authority, string traceFile)
        : IAsyncDisposable
    {
        private const int Plain = CardProgram.FirstPlain;
        private static readonly string[] s_programs = ["unionpay-debit", "unionpay-credit", "visa-credit", "mastercard-debit"];

        private int _turn = RandomNumberGenerator.GetInt32(1000);
        private (int Batch, int Trace, TerminalQuestion Question, string Rrn)? _last;
        private (long Minor, int Count) _taken;
        private (long Minor, int Count) _given;

        public static async Task<DemoTerminal> ConnectAsync(int port, DemoMerchant merchant, string file, string authorityPem)
        {
            var text = await File.ReadAllTextAsync(file);
            var master = Convert.FromHexString(text[(text.LastIndexOf('#') + 1)..].Trim());
            using var whole = X509Certificate2.CreateFromPem(text, text);
            var device = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
            var authority = X509Certificate2.CreateFromPem(authorityPem);
            var line = await TerminalLine.ConnectAsync(port, merchant.Terminal, merchant.Number, master, device, authority);
            var traceFile = Path.ChangeExtension(file, ".trace");
            line.Terminal.Trace = File.Exists(traceFile)
                ? int.Parse(await File.ReadAllTextAsync(traceFile), CultureInfo.InvariantCulture)
                : 0;
            var code = await line.Terminal.SignInAsync();
            return code == "00"
                ? new DemoTerminal(line, device, authority, traceFile)
                : throw new IOException($"The demo's terminal could not sign in: {code}.");
        }

        /// <summary>A sale, and now and then what follows one.</summary>
        public async Task SellAsync(CardBureau cards)
        {
            _turn++;
            if (_last is { } last && _turn % 5 == 0)
            {
                await AskAsync(_turn % 10 == 0 ? Void(last) : Refund(last));
                _last = null;
                return;
            }

            var question = Sale(cards);
            if (await AskAsync(question) is { Code: "00" } approved)
            {
                _last = (line.Terminal.Batch, line.Terminal.Trace, question, approved.Rrn);
            }
        }

        /// <summary>Closes the batch with what this terminal counted.</summary>
        public Task SettleAsync() =>
            AskAsync(
                new TerminalQuestion(500, 0)
                {
                    Network = 201,
                    Totals = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{_taken.Minor:D12}{_taken.Count:D3}{_given.Minor:D12}{_given.Count:D3}0{0:D31}"
                    ),
                }
            );

        public async ValueTask DisposeAsync()
        {
            await line.DisposeAsync();
            device.Dispose();
            authority.Dispose();
        }

        private async Task<TerminalReply?> AskAsync(TerminalQuestion question)
        {
            // The number is gone before the message leaves: a crash wastes one, and never uses one twice.
            await File.WriteAllTextAsync(traceFile, (line.Terminal.Trace + 1).ToString(CultureInfo.InvariantCulture));
            var reply = await line.Terminal.AskAsync(question);
            if (reply is { Code: "00" } && question.Amount is { } amount)
            {
                var back = question.Processing != 0;
                _taken = back ? _taken : (_taken.Minor + amount, _taken.Count + 1);
                _given = back ? (_given.Minor + amount, _given.Count + 1) : _given;
            }

            return reply;
        }

        private TerminalQuestion Sale(CardBureau cards)
        {
            // The first cards of each program are low on money, expired, stolen …: now and then one of them.
            var index = _turn % 6 == 3 ? 1 + RandomNumberGenerator.GetInt32(4) : Plain + RandomNumberGenerator.GetInt32(900_000);
            var card = cards.Card(s_programs[_turn % s_programs.Length], index);
            var amount = 300 + RandomNumberGenerator.GetInt32(24_000);
            var sale = new TerminalQuestion(200, 22)
            {
                Processing = 0,
                Amount = amount,
                Condition = 0,
            };
            return (_turn % 3) switch
            {
                0 => sale with { Track2 = card.Track2, Entry = 21, Pin = card.Pin },
                1 => sale with { Track2 = card.Track2, Entry = 22 },
                _ => ChipCard.Sale(sale, card, cards.Chip(card, _turn), amount),
            };
        }

        private static TerminalQuestion Void((int Batch, int Trace, TerminalQuestion Question, string Rrn) sale) =>
            Back(sale, 200, 23, sale.Question.Amount!.Value);

        private static TerminalQuestion Refund((int Batch, int Trace, TerminalQuestion Question, string Rrn) sale) =>
            Back(sale, 220, 25, Math.Max(1, sale.Question.Amount!.Value / 2)) with
            {
                Original = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sale.Batch:D6}{sale.Trace:D6}{TimeProvider.System.GetUtcNow().AddHours(8):MMdd}"
                ),
            };

        private static TerminalQuestion Back(
            (int Batch, int Trace, TerminalQuestion Question, string Rrn) sale,
            int mti,
            int type,
            long amount
        ) =>
            new(mti, type)
            {
                Processing = 200000,
                Amount = amount,
                Condition = 0,
                Track2 = sale.Question.Track2,
                Entry = 22,
                Rrn = sale.Rrn,
                Original = string.Create(CultureInfo.InvariantCulture, $"{sale.Batch:D6}{sale.Trace:D6}"),
            };
    }
}
