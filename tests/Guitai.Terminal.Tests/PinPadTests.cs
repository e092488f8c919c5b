using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>A PIN pad beside the device: the desk asks it, and takes what it says.</summary>
public sealed class PinPadTests : IAsyncLifetime
{
    // Service code 101: a PIN is offered; 106 would be without, 100 with.
    private const string Offered = ";6228480000000000018=30121010000000000?";
    private const string Needed = ";6228480000000000018=30121000000000000?";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-pad-");
    private readonly Pad _pad = new();
    private readonly OneHost _host = new();
    private RoleStore _store = null!;
    private TerminalDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _store = RoleStore.Open(SqliteEngine.Open(Path.Combine(_folder.FullName, "terminal.db")), TerminalStore.Migrations);
        _store.StartLoop(fault => Assert.Fail(fault.ToString()));
        var keys = new FakeKeys();
        _desk = new TerminalDesk(
            new TerminalSettings
            {
                Store = new TerminalStore(_store, keys),
                Keys = keys,
                Dialler = _host,
                Time = TimeProvider.System,
                Randomness = new SystemRandomness(),
                PinPad = _pad,
                OnBroken = fault => Assert.Fail(fault.ToString()),
            }
        );
        await _desk.StartAsync();
        await _desk.HandleAsync(new Activate("10000001", "898310058120001", "UnionPay", ["one:1"], "https://office", null));
        await _desk.HandleAsync(new LoadedKey("123456"));
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_the_pad_made_of_the_PIN_is_what_the_host_gets_and_the_page_shows_no_keys()
    {
        var sale = await SwipedAsync(Offered);
        var asked = await _pad.AskedAsync();
        Assert.Equal("6228480000000000018", asked.Question.Number.Reveal().ToString());
        Assert.True(asked.Question.MayPass);
        Assert.Null(_desk.EntryOf(sale)!.Pad);
        Assert.Equal(PaymentWait.Pin, _desk.EntryOf(sale)!.Waits);
        asked.Answer(PinPadAnswer.Entered, [8, 7, 6, 5, 4, 3, 2, 1]);
        Assert.Equal(PaymentState.Approved, (await EndedAsync(sale)).State);
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], Assert.Single(_host.PinBlocks));
        Assert.True(_desk.Look(sale).Value.Slip!.PinEntered);
    }

    [Fact]
    public async Task The_pad_gets_the_PIN_key_of_the_sign_in_as_it_came()
    {
        await SwipedAsync(Offered);
        await _pad.AskedAsync();
        Assert.Equal(FakeKeys.SignInField[..16], _pad.Key);
        Assert.Equal(FakeKeys.SignInField[16..20], _pad.CheckValue);
    }

    [Fact]
    public async Task Passed_over_goes_on_without_a_PIN_where_the_card_offers_it()
    {
        var sale = await SwipedAsync(Offered);
        (await _pad.AskedAsync()).Answer(PinPadAnswer.Passed);
        await UntilAsync(() => _desk.EntryOf(sale)!.AsksSignature);
        Assert.Empty(_host.PinBlocks);
    }

    [Fact]
    public async Task A_card_that_needs_its_PIN_says_so_to_the_pad()
    {
        await SwipedAsync(Needed);
        Assert.False((await _pad.AskedAsync()).Question.MayPass);
    }

    [Fact]
    public async Task The_red_key_gives_the_payment_up_before_anything_left()
    {
        var sale = await SwipedAsync(Offered);
        (await _pad.AskedAsync()).Answer(PinPadAnswer.Cancelled);
        Assert.Equal(PaymentState.Cancelled, (await EndedAsync(sale)).State);
        Assert.DoesNotContain(200, _host.Heard);
    }

    [Fact]
    public async Task A_pad_that_does_not_answer_ends_the_payment_with_that_reason()
    {
        var sale = await SwipedAsync(Offered);
        (await _pad.AskedAsync()).Break();
        Assert.Equal("pin.pad-failed", (await EndedAsync(sale)).Reason?.Code);
        Assert.DoesNotContain(200, _host.Heard);
    }

    [Fact]
    public async Task A_question_is_taken_back_when_the_cashier_gives_up_and_a_late_answer_changes_nothing()
    {
        var sale = await SwipedAsync(Offered);
        var asked = await _pad.AskedAsync();
        await _desk.CancelAsync(sale);
        await UntilAsync(() => asked.TakenBack.IsCancellationRequested);
        asked.Answer(PinPadAnswer.Entered, [8, 7, 6, 5, 4, 3, 2, 1]);
        var next = await SwipedAsync(Offered);
        (await _pad.AskedAsync()).Answer(PinPadAnswer.Passed);
        await UntilAsync(() => _desk.EntryOf(next)!.AsksSignature);
        Assert.Equal(PaymentState.Cancelled, _desk.Look(sale).Value.State);
        Assert.Empty(_host.PinBlocks);
    }

    private async Task<Guid> SwipedAsync(string tracks)
    {
        await UntilAsync(() => _desk.Stand().SignedIn);
        var id = Guid.CreateVersion7();
        Assert.True((await _desk.BeginAsync(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1))).Ok);
        Assert.Null(await _desk.SwipeAsync(id, new Secret<string>(tracks)));
        return id;
    }

    private async Task<PaymentView> EndedAsync(Guid payment)
    {
        await UntilAsync(() => _desk.Look(payment).Value.State is PaymentState.Approved or PaymentState.Declined or PaymentState.Cancelled);
        return _desk.Look(payment).Value;
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 100 && !holds(); i++)
        {
            await _desk.WaitAsync(_desk.Version, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        Assert.True(holds());
    }

    private sealed class Asked(PinPadQuestion question, Memory<byte> block, CancellationToken takenBack)
    {
        private readonly TaskCompletionSource<PinPadAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PinPadQuestion Question => question;

        public CancellationToken TakenBack => takenBack;

        public Task<PinPadAnswer> Task => _answer.Task;

        public void Answer(PinPadAnswer answer, byte[]? made = null)
        {
            made?.CopyTo(block);
            _answer.SetResult(answer);
        }

        public void Break() => _answer.SetException(new IOException("unplugged"));
    }

    private sealed class Pad : IPinPad
    {
        private readonly System.Threading.Channels.Channel<Asked> _asked = System.Threading.Channels.Channel.CreateUnbounded<Asked>();

        public byte[]? Key { get; private set; }

        public byte[]? CheckValue { get; private set; }

        public async Task<Asked> AskedAsync() =>
            await _asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        public Task<bool> TakeKeyAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> checkValue)
        {
            (Key, CheckValue) = (key.ToArray(), checkValue.ToArray());
            return Task.FromResult(true);
        }

        public Task<PinPadAnswer> AskAsync(PinPadQuestion question, Memory<byte> block, CancellationToken cancellation)
        {
            var asked = new Asked(question, block, cancellation);
            _asked.Writer.TryWrite(asked);
            return asked.Task;
        }
    }
}
