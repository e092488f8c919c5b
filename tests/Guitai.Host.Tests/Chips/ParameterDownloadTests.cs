using System.Globalization;
using System.Text;
using Guitai.Bench.Host;
using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Chips;
using Guitai.Host.Operations;
using Guitai.Host.Terminals;

namespace Guitai.Host.Tests.Chips;

public sealed class SqliteParameterDownloadTests()
    : ParameterDownloadTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresParameterDownloadTests(PostgresCluster cluster)
    : ParameterDownloadTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"parameters{n}"), TimeProvider.System));

/// <summary>How a terminal gets its parameters for chips (docs/protocols/terminal.md), on both engines.</summary>
public abstract class ParameterDownloadTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private const string Number = "10000001";

    private ChipBook Book => Host.Services.Chips;

    private TerminalChips Known => new Registry(Host.Services).Terminals(number: Number)[0].Chips;

    [Fact]
    public async Task The_version_ends_the_terms_of_every_sign_in()
    {
        var terminal = await ConnectAsync(signIn: false);
        Assert.Equal((45 + 10, "0000000000"), await TermsAsync(terminal));
        await FillAsync(1, 0);
        Assert.Equal((45 + 10, Version), await TermsAsync(terminal));
        await FillAsync(0, 1);
        Assert.Equal((45 + 10, Version), await TermsAsync(terminal));
    }

    [Fact]
    public async Task A_terminal_gets_all_of_both_lists_and_the_host_knows_that_it_has_them()
    {
        await FillAsync(45, 23);
        var terminal = await ConnectAsync();
        Assert.Equal(new TerminalChips(0, 0, null, IsCurrent: false), Known);
        var keys = await ListAsync(terminal, 372, expected: [20, 20, 5]);
        var applications = await ListAsync(terminal, 382, expected: [20, 3]);

        List<CaKey> read = [];
        foreach (var name in keys)
        {
            var objects = await OneAsync(terminal, 370, name);
            Assert.Equal(ParameterFault.None, CaKey.Read(objects, out var key).Fault);
            read.Add(key!);
        }

        Assert.Equal(Enumerable.Range(0, 45), read.Select(k => (int)k.Index));
        Assert.All(read, k => Assert.Equal(ChipSamples.Key(k.Index).Modulus.ToArray(), k.Modulus.ToArray()));
        foreach (var name in applications)
        {
            var objects = await OneAsync(terminal, 380, name);
            Assert.Equal(ParameterFault.None, ApplicationParameters.Read(objects, out var application).Fault);
            Assert.Equal(ChipSamples.Application(application!.Aid.Hex).ElectronicCashLimit, application.ElectronicCashLimit);
            Assert.Equal(
                (100_00L, 100_000_00L, 1_000_00L),
                (application.FloorLimit, application.ContactlessLimit, application.ContactlessCvmLimit)
            );
        }

        await TakenAsync(terminal, 371, Version);
        Assert.False(Known.IsCurrent);
        await TakenAsync(terminal, 381, Version);
        Assert.Equal((Book.Lists.Version, Book.Lists.Version, true), (Known.Keys, Known.Applications, Known.IsCurrent));
        Assert.Empty(new Registry(Host.Services).Behind(Book.Lists.Version));

        // What comes later it does not have until it says so.
        await FillAsync(0, 24);
        var behind = Assert.Single(new Registry(Host.Services).Behind(Book.Lists.Version));
        Assert.Equal((Number, Known.Keys), (behind.Number, behind.Keys));
        await TakenAsync(terminal, 371, Version);
        await TakenAsync(terminal, 381, Version);
        Assert.True(Known.IsCurrent);
    }

    [Fact]
    public async Task Lists_that_changed_while_they_were_fetched_are_fetched_again()
    {
        await FillAsync(2, 1);
        var terminal = await ConnectAsync();
        var before = Version;
        _ = await ListAsync(terminal, 372, expected: [2]);
        await FillAsync(3, 1);
        foreach (var network in new[] { 371, 381 })
        {
            var answer = await terminal.AskAsync(Question(network, Encoding.ASCII.GetBytes(before)));
            Assert.Equal(("77", true), Told(answer));
        }

        Assert.Equal(new TerminalChips(0, 0, null, IsCurrent: false), Known);
        Assert.Equal("00", await terminal.SignInAsync());
        await TakenAsync(terminal, 371, Version);
        await TakenAsync(terminal, 381, Version);
        Assert.True(Known.IsCurrent);
    }

    [Fact]
    public async Task Where_there_is_nothing_the_answer_says_so_and_where_something_went_it_is_not_there_any_more()
    {
        var terminal = await ConnectAsync();
        foreach (var (list, one, name) in new[] { (372, 370, "9F0605A0000003339F220101"), (382, 380, "9F0608A000000333010101") })
        {
            Assert.Equal("0"u8.ToArray(), (await AskAsync(terminal, list, "100"u8.ToArray())).Data);
            Assert.Equal("0"u8.ToArray(), (await AskAsync(terminal, one, Convert.FromHexString(name))).Data);
        }

        await FillAsync(3, 0);
        Assert.Equal("2"u8.ToArray(), (await AskAsync(terminal, 372, "199"u8.ToArray())).Data);
    }

    [Theory]
    [InlineData(372, "")]
    [InlineData(372, "3130")]
    [InlineData(372, "313030302020")]
    [InlineData(372, "323030")]
    [InlineData(382, "31303A")]
    [InlineData(370, "")]
    [InlineData(370, "9F0605A000000333")]
    [InlineData(370, "9F22019F0605A000000333")]
    [InlineData(370, "9F0605A0000003339F22")]
    [InlineData(370, "9F0604A00000039F220101")]
    [InlineData(380, "9F0604A0000003")]
    [InlineData(380, "9F0611A000000333010101A000000333010101AA")]
    [InlineData(380, "0102030405060708091011121314151617181920212223242526272829303132333435")]
    [InlineData(371, "")]
    [InlineData(371, "313233343536373839")]
    [InlineData(371, "3132333435363738393A")]
    [InlineData(381, "3132333435363738393031")]
    public async Task What_cannot_be_read_is_answered_with_30_under_a_mac_and_changes_nothing(int network, string data)
    {
        await FillAsync(2, 2);
        var terminal = await ConnectAsync();
        var answer = await terminal.AskAsync(Question(network, data.Length == 0 ? null : Convert.FromHexString(data)));
        Assert.Equal(("30", true, 0), (answer!.Code, answer.MacRight, answer.Data.Length));
        Assert.Equal(new TerminalChips(0, 0, null, IsCurrent: false), Known);
        Assert.Equal("00", (await AskAsync(terminal, 372, "100"u8.ToArray())).Code);
    }

    [Fact]
    public async Task Without_a_sign_in_the_answer_is_77_and_with_a_wrong_mac_A0()
    {
        await FillAsync(1, 1);
        var terminal = await ConnectAsync(signIn: false);
        foreach (var network in new[] { 370, 371, 372, 380, 381, 382 })
        {
            Assert.Equal(("77", false), Told(await terminal.AskAsync(Question(network, "100"u8.ToArray()))));
        }

        Assert.Equal("00", await terminal.SignInAsync());
        foreach (var network in new[] { 370, 371, 372, 380, 381, 382 })
        {
            Assert.Equal(("A0", false), Told(await terminal.AskAsync(Question(network, "100"u8.ToArray()) with { WithoutMac = true })));
        }

        Assert.Equal(0, Known.Keys);
    }

    [Fact]
    public async Task The_longest_key_and_the_longest_application_fit_into_an_answer()
    {
        var terminal = await ConnectAsync();
        Assert.True((await Book.SaveAsync(ChipSamples.Key(0xFF, 248), default, 0)).Ok);
        var key = await OneAsync(terminal, 370, Convert.FromHexString("9F0605A0000003339F2201FF"));
        Assert.Equal(248, CaKey.Read(key, out var read).IsNone ? read!.Modulus.Length : 0);

        var ddol = new byte[64];
        Convert.FromHexString("9F3704").CopyTo(ddol, 61);
        for (var i = 0; i < 40; i++)
        {
            var aid = $"A000000333{i:D2}0102030405060708090A";
            Assert.True((await Book.SaveAsync("long", ChipSamples.Application(aid) with { DefaultDdol = ddol }, 0)).Ok);
        }

        var names = await ListAsync(terminal, 382, expected: [20, 20]);
        var objects = await OneAsync(terminal, 380, names[39]);
        Assert.Equal(64, ApplicationParameters.Read(objects, out var application).IsNone ? application!.DefaultDdol.Length : 0);
    }

    [Fact]
    public async Task Another_device_in_a_terminals_place_is_not_thought_to_have_what_the_first_one_had()
    {
        await FillAsync(1, 1);
        var terminal = await ConnectAsync();
        await TakenAsync(terminal, 371, Version);
        await TakenAsync(terminal, 381, Version);
        Assert.True(Known.IsCurrent);
        using var authority = CertificateAuthority.Create("host", Time, new SystemRandomness());
        var access = new TerminalAccess(Host.Services, authority, new SystemRandomness());
        Assert.True((await access.BlockAsync(Number)).Ok);
        Assert.True((await access.RenewLifeAsync(Number)).Ok);
        Assert.Equal(new TerminalChips(0, 0, null, IsCurrent: false), Known);
    }

    private string Version => Book.Lists.Version.ToString("D10", CultureInfo.InvariantCulture);

    private static (string, bool) Told(TerminalReply? reply) => (reply!.Code, reply.MacRight);

    private static TerminalQuestion Question(int network, byte[]? data) =>
        new(network is 372 or 382 ? 820 : 800, 0) { Network = network, Data = data };

    private static async Task<(int, string)> TermsAsync(VirtualTerminal terminal)
    {
        var signedIn = await terminal.AskAsync(new TerminalQuestion(800, 0) { Network = 3, WithoutMac = true });
        return (signedIn!.Totals.Length, signedIn.Totals[^10..]);
    }

    private static async Task<TerminalReply> AskAsync(VirtualTerminal terminal, int network, byte[] data)
    {
        var answer = await terminal.AskAsync(Question(network, data));
        Assert.Equal(("00", true), Told(answer));
        return answer!;
    }

    // As a terminal does it: behind what it has, until that is all. Gives the names one by one, as they are asked for.
    private static async Task<List<byte[]>> ListAsync(VirtualTerminal terminal, int network, int[] expected)
    {
        List<byte[]> names = [];
        foreach (var (page, count) in expected.Index())
        {
            var data = (await AskAsync(terminal, network, Encoding.ASCII.GetBytes($"1{names.Count:D2}"))).Data;
            Assert.Equal(page == expected.Length - 1 ? '2' : '1', (char)data[0]);
            List<byte[]> found = [];
            var reader = new TlvReader(data.AsSpan(1));
            while (reader.TryRead(out var one))
            {
                if (one.Tag.Value == 0x9F22)
                {
                    found[^1] = [.. found[^1], .. one.Encoded];
                }
                else
                {
                    Assert.Equal(0x9F06, one.Tag.Value);
                    found.Add(one.Encoded.ToArray());
                }
            }

            Assert.True(reader.Error.IsNone);
            Assert.Equal(count, found.Count);
            names.AddRange(found);
        }

        return names;
    }

    private static async Task<byte[]> OneAsync(VirtualTerminal terminal, int network, byte[] name)
    {
        var data = (await AskAsync(terminal, network, name)).Data;
        Assert.Equal('1', (char)data[0]);
        return data[1..];
    }

    private static async Task TakenAsync(VirtualTerminal terminal, int network, string version) =>
        Assert.Empty((await AskAsync(terminal, network, Encoding.ASCII.GetBytes(version))).Data);

    // Up to so many of each.
    private async Task FillAsync(int keys, int applications)
    {
        for (var i = Book.Lists.Keys.Length; i < keys; i++)
        {
            Assert.True((await Book.SaveAsync(ChipSamples.Key((byte)i), default, 0)).Ok);
        }

        for (var i = Book.Lists.Applications.Length; i < applications; i++)
        {
            Assert.True((await Book.SaveAsync($"{i}", ChipSamples.Application($"A0000003330101{i:D2}"), 0)).Ok);
        }
    }
}
