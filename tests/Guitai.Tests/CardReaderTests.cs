using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guitai.Emv.Transport;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>The sandbox's chips through the system's real card reader service, as a terminal reads them.</summary>
public sealed partial class CardReaderTests(CardReaderTests.Readers readers) : IClassFixture<CardReaderTests.Readers>, IAsyncLifetime
{
    private const string Directory = "00A404000E315041592E5359532E444446303100";
    private const string TapDirectory = "00A404000E325041592E5359532E444446303100";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Made once: that takes a second.
    private static readonly Lazy<byte[]> s_keys = new(() =>
    {
        using var folder = new TemporaryFolder();
        _ = ChipKeys.Open(folder["chip-keys.json"], TimeProvider.System);
        return File.ReadAllBytes(folder["chip-keys.json"]);
    });

    private const int Pairs = 6;
    private static int s_pair;

    private readonly TemporaryFolder _folder = new();
    private ChipDesk _desk = null!;
    private PcscReader _contact = null!;
    private PcscReader _field = null!;

    /// <summary>A pair for each test, and the first again when its card has long gone.</summary>
    public sealed class Readers() : VirtualReaders(Pairs);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var profile = IssuerProfile.Create(TimeProvider.System, RandomNumberGenerator.Fill);
        await File.WriteAllBytesAsync(_folder["chip-keys.json"], s_keys.Value, Cancellation);
        _desk = ChipDesk.Open(_folder.Path, new CardBureau(profile), TimeProvider.System, RandomNumberGenerator.Fill);
        var pair = 2 * (Interlocked.Increment(ref s_pair) % Pairs);
        _desk.Join(new IPEndPoint(IPAddress.Loopback, readers.Port + pair));

        // The library reads the process's own environment, which is not the one that .NET keeps.
        Assert.Equal(0, SetEnvironment(VirtualReaders.SocketVariable, readers.Socket, 1));
        var (names, trouble) = await PcscReader.ListAsync(TimeProvider.System);
        Assert.Equal(CardTrouble.None, trouble);
        Assert.Equal(2 * Pairs, names.Count);
        _contact = new PcscReader(names[pair], CardInterface.Contact, TimeProvider.System);
        _field = new PcscReader(names[pair + 1], CardInterface.Contactless, TimeProvider.System);
        Assert.True(await _contact.WaitForRemovalAsync(s_patience, Cancellation));
        Assert.True(await _field.WaitForRemovalAsync(s_patience, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _contact.DisposeAsync();
        await _field.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("dual", false)]
    [InlineData("contact-t0", true)]
    public async Task The_directory_of_an_inserted_card_is_read(string file, bool isBytewise)
    {
        Assert.Equal(CardTrouble.NoCard, (await _contact.WaitForCardAsync(TimeSpan.Zero, Cancellation)).Trouble);
        Assert.Equal(PutOutcome.Done, _desk.Put(CardSides.Contact, file));
        await using var card = await CardAsync(_contact);
        Assert.Equal(CardInterface.Contact, card.Interface);
        Assert.Equal(isBytewise, card.IsBytewise);
        var answer = await AskAsync(card, isBytewise ? Directory[..^2] : Directory);
        if (isBytewise)
        {
            Assert.Equal(0x61, answer.Status >> 8);
            answer = await AskAsync(card, $"00C00000{answer.Status & 0xFF:X2}");
        }

        Assert.Equal(0x9000, answer.Status);
        Assert.Equal(0x6F, answer.Data.Span[0]);
        Assert.True(_desk.Lines[0]);
    }

    [Fact]
    public async Task A_tapped_card_is_known_by_what_it_answers_to_the_reset()
    {
        _desk.Put(CardSides.Contactless, "phone");
        await using var card = await CardAsync(_field);
        Assert.Equal("3B80800101", Convert.ToHexString(card.Atr.Span));
        Assert.Equal(CardInterface.Contactless, card.Interface);
        Assert.Equal(0x9000, (await AskAsync(card, TapDirectory)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_card_that_is_torn_out_is_gone_and_the_next_one_is_read(int at)
    {
        _desk.Put(CardSides.Contact, CardFiles.Usual, placing: new CardPlacing(TearAt: at));
        await using (var card = await CardAsync(_contact))
        {
            for (var command = 1; command < at; command++)
            {
                Assert.Equal(0x9000, (await AskAsync(card, Directory)).Status);
            }

            Assert.Equal(CardTrouble.CardGone, (await AskAsync(card, Directory)).Trouble);
            Assert.Equal(CardTrouble.CardGone, (await AskAsync(card, Directory)).Trouble);
        }

        Assert.True(await _contact.WaitForRemovalAsync(s_patience, Cancellation));
        _desk.Put(CardSides.Contact, CardFiles.Usual);
        await using var next = await CardAsync(_contact);
        Assert.Equal(0x9000, (await AskAsync(next, Directory)).Status);
    }

    [Fact]
    public async Task A_waiting_ends_when_a_card_comes_when_time_is_up_and_when_it_is_given_up()
    {
        var waiting = _contact.WaitForCardAsync(s_patience, Cancellation).AsTask();
        _desk.Put(CardSides.Contact, CardFiles.Usual);
        var arrival = await waiting;
        Assert.Equal(CardTrouble.None, arrival.Trouble);
        await arrival.Card!.DisposeAsync();
        Assert.False(await _contact.WaitForRemovalAsync(TimeSpan.FromMilliseconds(100), Cancellation));
        _desk.Contact.Take();
        Assert.True(await _contact.WaitForRemovalAsync(s_patience, Cancellation));
        Assert.Equal(CardTrouble.NoCard, (await _contact.WaitForCardAsync(TimeSpan.FromMilliseconds(100), Cancellation)).Trouble);
        using var given = new CancellationTokenSource();
        var never = _contact.WaitForCardAsync(TimeSpan.FromHours(1), given.Token).AsTask();
        await given.CancelAsync();
        Assert.Equal(CardTrouble.Cancelled, (await never.WaitAsync(s_patience, Cancellation)).Trouble);
    }

    [Fact]
    public async Task A_card_that_another_program_uses_is_in_use()
    {
        _desk.Put(CardSides.Contact, CardFiles.Usual);
        await using var card = await CardAsync(_contact);
        await using var other = new PcscReader(_contact.Name, CardInterface.Contact, TimeProvider.System);
        Assert.Equal(CardTrouble.InUse, (await other.WaitForCardAsync(TimeSpan.Zero, Cancellation)).Trouble);
    }

    [Theory]
    [InlineData("bad-atr", false)]
    [InlineData("mute", false)]
    [InlineData("dual", true)]
    public async Task A_card_that_does_not_answer_is_mute(string file, bool wrongWay)
    {
        _desk.Put(CardSides.Contact, file, placing: new CardPlacing(wrongWay));
        Assert.Equal(CardTrouble.Mute, (await _contact.WaitForCardAsync(s_patience, Cancellation)).Trouble);
    }

    [Fact]
    public async Task Two_cards_in_the_field_are_none()
    {
        _desk.Put(CardSides.Contactless, "phone");
        _desk.Put(CardSides.Contactless, CardFiles.Usual);
        Assert.Equal(CardTrouble.Collision, (await _field.WaitForCardAsync(s_patience, Cancellation)).Trouble);
    }

    [Fact]
    public async Task A_reader_that_is_not_connected_is_said_to_be_missing()
    {
        await using var missing = new PcscReader("Reader 7 of 2", null, TimeProvider.System);
        Assert.Equal(CardTrouble.NoReader, (await missing.WaitForCardAsync(s_patience, Cancellation)).Trouble);
        Assert.True(await missing.WaitForRemovalAsync(s_patience, Cancellation));
    }

    [Fact]
    public async Task A_service_that_dies_is_missed_by_who_waits_and_by_who_reads_and_found_again()
    {
        _desk.Put(CardSides.Contact, CardFiles.Usual);
        await using (var card = await CardAsync(_contact))
        {
            var waiting = _field.WaitForCardAsync(s_patience, Cancellation).AsTask();
            await readers.StopAsync();
            try
            {
                Assert.Equal(CardTrouble.NoService, (await waiting).Trouble);
                Assert.Equal(CardTrouble.NoService, (await AskAsync(card, Directory)).Trouble);
                Assert.Equal(CardTrouble.NoService, (await _contact.WaitForCardAsync(s_patience, Cancellation)).Trouble);
                Assert.Equal(CardTrouble.NoService, (await PcscReader.ListAsync(TimeProvider.System)).Trouble);
            }
            finally
            {
                await readers.StartAsync();
            }
        }

        await using var again = await CardAsync(_contact);
        Assert.Equal(0x9000, (await AskAsync(again, Directory)).Status);
    }

    private static async Task<ICardLink> CardAsync(PcscReader reader)
    {
        var (card, trouble) = await reader.WaitForCardAsync(s_patience, Cancellation);
        Assert.Equal(CardTrouble.None, trouble);
        return card!;
    }

    private static async Task<CardReply> AskAsync(ICardLink card, string command) =>
        await card.TransmitAsync(Convert.FromHexString(command), Cancellation);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
