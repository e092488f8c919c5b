using System.IO.Pipelines;
using Guitai.Bench.Host;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Wallets;
using Guitai.Ledger;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Tests;

/// <summary>A host with one merchant, one issuer that says what the test says, and terminals that speak bytes over pipes.</summary>
public abstract class HostFixture : IAsyncLifetime
{
    protected const string MerchantNumber = "898310058120001";
    protected const string Debit = "6228480000000000018";
    protected const string DebitTrack = "6228480000000000018=30122010000012300";
    protected const string Credit = "4761739001010119";

    protected static readonly byte[] MasterKey = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    private static int s_databases;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-host-");
    private readonly List<VirtualTerminal> _terminals = [];
    private readonly Func<string, int, ISqlEngine> _open;
    private FileKeyStore? _keys;
    private bool _apart;
    private HostDesk? _host;
    private RoleStore? _store;

    protected HostFixture(Func<string, int, ISqlEngine> open) => _open = open;

    protected MovableTime Time { get; } = new(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));

    private protected ScriptedIssuer Issuer { get; } = new();

    /// <summary>Where questions go.</summary>
    private protected virtual IIssuerPort Port => Issuer;

    /// <summary>The same, where it has to know cards and routes.</summary>
    private protected virtual IIssuerPort PortTo(RouteBook routes, CardSafe cards) => Port;

    private protected FileKeyStore Keys => _keys!;

    private protected HostDesk Host => _host!;

    private protected RoleStore Store => _store!;

    public virtual async ValueTask InitializeAsync()
    {
        _keys = (
            await FileKeyStore.CreateAsync(
                Path.Combine(_folder.FullName, "keys.gtks"),
                new CustodianComponent("zhao", Enumerable.Repeat((byte)1, 32).ToArray()),
                new CustodianComponent("qian", Enumerable.Repeat((byte)2, 32).ToArray()),
                bytes =>
                {
                    if (_apart)
                    {
                        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
                    }
                    else
                    {
                        Fill(bytes);
                    }
                },
                Time,
                new NoAudit()
            )
        ).Store!;
        await _keys.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "test");
        await _keys.GenerateOwnAsync(CardSafe.SealKey, KeyUse.Storage, "test");
        await _keys.GenerateOwnAsync(CardSafe.HashKey, KeyUse.Lookup, "test");

        // Apart from the others: transcripts tell of keys that come after it.
        _apart = true;
        await _keys.GenerateOwnAsync(WalletBook.SealKey, KeyUse.Storage, "test");
        _apart = false;
        _store = RoleStore.Open(_open(_folder.FullName, Interlocked.Increment(ref s_databases)), HostDesk.Migrations);
        _store.StartLoop(_ => { });
        await OpenAsync();
        var merchant = await Host.Services.Merchants.SaveAsync(
            new Merchant
            {
                Number = MerchantNumber,
                Name = "街角小店",
                NameAscii = "CORNER SHOP SHANGHAI",
                Category = "5411",
                Fees = new FeePlan(new FeeRate(3800, 2000), new FeeRate(6000, 0), new FeeRate(3800, 0)),
            }
        );
        Assert.True(merchant.Ok);
        var issuer = await Host.Services.Routes.SaveAsync(
            new Issuer
            {
                Name = "sandbox",
                Acquirer = "48021000",
                Addresses = ["127.0.0.1:1"],
                AuthorityPem = AuthorityPem(Time),
            },
            [new("62", "sandbox", "unionpay", CardProduct.Debit), new("4", "sandbox", "visa", CardProduct.Credit)]
        );
        Assert.True(issuer.Ok);
        await AddTerminalAsync("10000001");
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _store?.Dispose();
        _keys?.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the host anew on the same store, as a process that was started again.</summary>
    protected async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>The certificate of an authority that is good now.</summary>
    protected static string AuthorityPem(TimeProvider time)
    {
        using var authority = CertificateAuthority.Create("issuer", time, new SystemRandomness());
        return authority.CertificatePem;
    }

    protected async Task AddTerminalAsync(string number, Limits? limits = null)
    {
        Assert.True((await Host.Services.Terminals.AddAsync(new Terminal { Number = number, Merchant = MerchantNumber })).Ok);
        var half = Enumerable.Repeat((byte)0x5A, 16).ToArray();
        var first = await _keys!.BeginWrapAsync(number, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "zhao", half);
        var master = await _keys.CompleteWrapAsync(first.Wrapped!, number, "qian", MasterKey.Zip(half, (a, b) => (byte)(a ^ b)).ToArray());
        Assert.Equal(KeyAnswer.Ok, master.Answer);
        var changed = await Host.Services.Terminals.ChangeAsync(
            number,
            t =>
                t with
                {
                    State = TerminalState.Active,
                    Device = number,
                    MasterKey = Convert.ToBase64String(master.Wrapped!.Bytes.Span),
                    Limits = limits ?? Limits.None,
                }
        );
        Assert.True(changed.Ok);
    }

    /// <summary>A connection of a terminal, signed in unless told otherwise.</summary>
    private protected async Task<VirtualTerminal> ConnectAsync(string number = "10000001", bool signIn = true)
    {
        var (up, down) = (new Pipe(), new Pipe());
        var terminal = new VirtualTerminal(number, MerchantNumber, MasterKey, down.Reader, up.Writer) { KeepsBytes = true };
        _terminals.Add(terminal);
        var connection = new PipeConnection(up.Reader, down.Writer, Answered);
        _ = ServeAsync(number, connection);
        if (signIn)
        {
            Assert.Equal("00", await terminal.SignInAsync());
        }

        return terminal;
    }

    /// <summary>Where the key store's randomness comes from.</summary>
    protected virtual void Fill(Span<byte> bytes) => System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);

    /// <summary>Hears each frame that the host sends to a terminal.</summary>
    private protected virtual void Answered(ReadOnlyMemory<byte> frame) { }

    private protected static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(5);
        }

        Assert.Fail("It did not come about.");
    }

    // As a server does it: a connection that is no longer served is closed.
    private protected async Task ServeAsync(string number, PipeConnection connection)
    {
        await Host.Door.ServeAsync(Host.Services.Terminals.Find(number)!, connection);
        connection.Close();
    }

    private protected static TerminalQuestion Sale(long amount, string? track = DebitTrack) =>
        new(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
            Track2 = track,
            Entry = 22,
        };

    private protected static TerminalQuestion Reverse(TerminalQuestion question, int trace) =>
        question with
        {
            Mti = 400,
            Trace = trace,
            Pin = null,
            Icc = null,
            Reason = "98",
        };

    private protected static TerminalQuestion Void(long amount, int batch, int trace, string rrn) =>
        new(200, 23)
        {
            Processing = 200000,
            Amount = amount,
            Condition = 0,
            Track2 = DebitTrack,
            Entry = 22,
            Rrn = rrn,
            Original = $"{batch:D6}{trace:D6}",
        };

    private protected static TerminalQuestion Refund(long amount, int batch, int trace, string rrn) =>
        new(220, 25)
        {
            Processing = 200000,
            Amount = amount,
            Condition = 0,
            Track2 = DebitTrack,
            Entry = 22,
            Rrn = rrn,
            Original = $"{batch:D6}{trace:D6}1121",
        };

    private protected long Balance(string account) => Store.Read(c => c.Totals(MerchantNumber, account, 156)).Balance;

    private protected void BooksAre(long issuer, long payable, long fee)
    {
        Assert.Equal((issuer, payable, fee), (Balance("issuer.sandbox"), Balance("payable"), Balance("fee")));
        Assert.All(Store.Read(Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
    }

    private async Task OpenAsync()
    {
        _host = HostDesk.Open(
            Store,
            new HostSettings
            {
                Time = Time,
                Randomness = new SystemRandomness(),
                Keys = _keys!,
                Wrapping = _keys!,
            },
            PortTo
        );
        await _host.StartAsync();
    }

    private async Task CloseAsync()
    {
        foreach (var terminal in _terminals)
        {
            terminal.Dispose();
        }

        _terminals.Clear();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private sealed class NoAudit : IKeyAudit
    {
        public Task WriteAsync(KeyAuditEntry entry) => Task.CompletedTask;
    }

    private protected sealed class PipeConnection(PipeReader input, PipeWriter output, Action<ReadOnlyMemory<byte>>? sending = null)
        : ITerminalConnection
    {
        private readonly CancellationTokenSource _ended = new();

        public PipeReader Input => input;

        public CancellationToken Ended => _ended.Token;

        public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
        {
            sending?.Invoke(frame);
            await output.WriteAsync(frame, Ended);
        }

        public void Close()
        {
            output.Complete();
            input.CancelPendingRead();
            _ended.Cancel();
        }
    }
}

/// <summary>An issuer that says what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedIssuer : IIssuerPort
{
    private int _stan;

    public List<IssuerQuestion> Asked { get; } = [];

    public Func<IssuerQuestion, Task<IssuerReply>> Answer { get; set; } = _ => Approve("A12345");

    /// <summary>Puts question and answer on a wire that somebody looks at; null for none.</summary>
    public Func<IssuerQuestion, TerminalRequest?, Func<IssuerQuestion, Task<IssuerReply>>, Task<IssuerReply>>? Wire { get; set; }

    public static Task<IssuerReply> Approve(string authorisation) =>
        Task.FromResult(new IssuerReply(ReplyKind.Answered, "00", authorisation));

    public static Task<IssuerReply> Say(string code) => Task.FromResult(new IssuerReply(ReplyKind.Answered, code));

    public (int Stan, string SentAt) Number(string issuer) => (Interlocked.Increment(ref _stan), "1121080000");

    public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
    {
        lock (Asked)
        {
            Asked.Add(question);
        }

        return Wire is null ? Answer(question) : Wire(question, secrets, Answer);
    }
}

/// <summary>A clock that stands until it is moved; timers fire while it moves.</summary>
public sealed class MovableTime(DateTimeOffset start) : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(Volatile.Read(ref _offsetTicks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _offsetTicks);

    public void Move(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
