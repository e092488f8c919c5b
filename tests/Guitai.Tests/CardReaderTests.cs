using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guitai.Emv.Transport;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>The sandbox's chips through the system's real card reader service, as a terminal reads them.</summary>
public sealed partial class CardReaderTests(PcscService service) : IClassFixture<PcscService>, IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private ChipDesk _desk = null!;
    private PcscReader _contact = null!;
    private PcscReader _field = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var profile = IssuerProfile.Create(TimeProvider.System, RandomNumberGenerator.Fill);
        File.Copy(service.Keys, _folder["chip-keys.json"]);
        _desk = ChipDesk.Open(_folder.Path, new CardBureau(profile), TimeProvider.System, RandomNumberGenerator.Fill);
        _desk.Join(new IPEndPoint(IPAddress.Loopback, service.Port));
        var (names, trouble) = await PcscReader.ListAsync(TimeProvider.System);
        Assert.Equal(CardTrouble.None, trouble);
        Assert.Equal(2, names.Count);
        _contact = new PcscReader(names[0], CardInterface.Contact, TimeProvider.System);
        _field = new PcscReader(names[1], CardInterface.Contactless, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        Assert.True(await _contact.WaitForRemovalAsync(s_patience, Cancellation));
        Assert.True(await _field.WaitForRemovalAsync(s_patience, Cancellation));
        await _contact.DisposeAsync();
        await _field.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_directory_of_an_inserted_card_is_read()
    {
        Assert.Equal(CardTrouble.NoCard, (await _contact.WaitForCardAsync(TimeSpan.Zero, Cancellation)).Trouble);
        _desk.Put(CardSides.Contact, CardFiles.Usual);
        var (card, trouble) = await _contact.WaitForCardAsync(s_patience, Cancellation);
        Assert.Equal(CardTrouble.None, trouble);
        Assert.Equal(CardInterface.Contact, card!.Interface);
        Assert.False(card.IsBytewise);
        Assert.Equal("3BE000008131FE45EB", Convert.ToHexString(card.Atr.Span));
        var directory = await card.TransmitAsync(Convert.FromHexString("00A404000E315041592E5359532E444446303100"), Cancellation);
        Assert.Equal(0x9000, directory.Status);
        Assert.Equal(0x6F, directory.Data.Span[0]);
        await card.DisposeAsync();
    }
}

/// <summary>A card reader service of the tests' own.</summary>
public sealed partial class PcscService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private System.Diagnostics.Process _process = null!;

    public int Port { get; } = GuitaiProcess.FreePort();

    /// <summary>Keys of chips, made once for all tests.</summary>
    public string Keys => _folder["chip-keys.json"];

    public async ValueTask InitializeAsync()
    {
        _ = Guitai.Sandbox.Cards.Chip.Keys.ChipKeys.Open(Keys, TimeProvider.System);
        var socket = _folder["pcscd.comm"];
        // The library reads the process's own environment, which is not the one that .NET keeps.
        Assert.Equal(0, SetEnvironment("PCSCLITE_CSOCK_NAME", socket, 1));
        _process = System.Diagnostics.Process.Start(
            Path.Combine(Repository.Root, "build/virtual-reader"),
            [_folder.Path, $"{Port}"]
        );
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((await PcscReader.ListAsync(TimeProvider.System)).Names.Count < 2)
        {
            Assert.False(_process.HasExited, "The card reader service ended: are pcscd and vsmartcard-vpcd installed (build/setup-debian)?");
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
