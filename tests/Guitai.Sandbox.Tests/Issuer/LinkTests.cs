using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Guitai.Iso8583;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>The connection, the keys and the MAC.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_of_both_versions_is_spoken(SslProtocols version)
    {
        await using var host = await HostClient.ConnectAsync(_issuer, _issuer.HostCertificate, version);
        await host.SignOnAsync();
    }

    [Fact]
    public async Task Without_a_certificate_that_is_listed_nobody_comes_in()
    {
        using var stranger = TestIssuer.MakeCertificate("CN=host");
        foreach (var certificate in new[] { stranger, null })
        {
            // Under TLS 1.3 the client learns of the refusal when it reads.
            try
            {
                await using var host = await HostClient.ConnectAsync(_issuer, certificate);
                await host.SendAsync(host.Network("301"));
                Assert.Null(await host.ReceiveBytesAsync());
            }
            catch (Exception refused) when (refused is AuthenticationException or IOException)
            {
                // Refused within the handshake.
            }
        }

        Assert.True(_issuer.Issuer.Counters.RefusedPeers >= 2);
        Assert.True(await _host.IsSilentAsync());
    }

    [Fact]
    public async Task A_public_keys_hash_is_as_good_as_a_certificate_and_is_read_at_the_next_connection()
    {
        using var second = TestIssuer.MakeCertificate("CN=second host");
        var hash = Convert.ToHexString(SHA256.HashData(second.PublicKey.ExportSubjectPublicKeyInfo()));
        await File.AppendAllTextAsync(_issuer.Folder.AcceptedHosts, $"{hash} # the second host\n");
        await using var host = await HostClient.ConnectAsync(_issuer, second);
        await host.SignOnAsync();
    }

    [Fact]
    public async Task A_peer_that_speaks_no_TLS_disturbs_nobody()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _issuer.Port);
        await client.Client.SendAsync("0043080000000000000000000400000000000000"u8.ToArray());
        var buffer = new byte[1024];
        while (await client.Client.ReceiveAsync(buffer) > 0) { }

        Assert.True(await _host.IsSilentAsync());
    }

    [Fact]
    public async Task A_secondary_port_leads_to_the_same_books_and_keys()
    {
        var port = _issuer.Issuer.Listen(IPAddress.Loopback, 0);
        Assert.NotEqual(_issuer.Port, port);
        await using var second = await HostClient.ConnectAsync(_issuer, _issuer.HostCertificate, port: port);
        (second.Zpk, second.Zak) = (_host.Zpk, _host.Zak);
        var sale = _host.Stripe(_issuer.Card(200), 100);
        Assert.Equal("00", await _host.CodeAsync(sale));
        Assert.Equal("96", await second.CodeAsync(HostClient.Again(sale)));
        await second.SignOnAsync();
        Assert.Equal("00", await second.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(1, _issuer.Issuer.Counters.Repeats);
    }

    [Fact]
    public async Task Nothing_is_sold_before_sign_on_or_after_sign_off()
    {
        var sale = _host.Stripe(_issuer.Card(200), 100);
        Assert.Equal("00", (await _host.AskAsync(_host.Network("002")))[39]);
        Assert.Equal("96", await _host.CodeAsync(sale));
        Assert.Equal("96", (await _host.AskAsync(_host.Network("101")))[39]);
        Assert.Equal("00", (await _host.AskAsync(_host.Network("301")))[39]);
        await _host.SignOnAsync();
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
    }

    [Fact]
    public async Task A_network_message_without_MAC_or_with_an_unknown_function_is_refused()
    {
        var off = _host.Network("002");
        off.Write(Dialects.Ascii87, out var plain);
        await _host.SendBytesAsync(HostClient.Framed(plain));
        Assert.Equal("A0", (await _host.ReceiveAsync())[39]);
        Assert.Equal("30", (await _host.AskAsync(_host.Network("777")))[39]);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(_issuer.Card(200), 100)));
    }

    [Fact]
    public async Task A_message_without_its_transmission_time_cannot_be_answered_with_00()
    {
        var echo = _host.Network("301");
        echo[7] = null;
        Assert.Equal("30", (await _host.AskAsync(echo))[39]);
    }

    [Fact]
    public async Task Any_bit_of_a_sale_that_flips_posts_nothing()
    {
        var card = _issuer.Card(200);
        var frame = _host.Frame(_host.Stripe(card, 100, card.Pin));
        var random = new Random(3);
        var bits = Enumerable
            .Range(8 * (frame.Length - 16), 8 * 16)
            .Concat(Enumerable.Range(0, 700).Select(_ => random.Next(32, 8 * frame.Length)));
        var tried = 0;
        HostClient? host = null;
        foreach (var bit in bits)
        {
            if (host is null)
            {
                host = await HostClient.ConnectAsync(_issuer, _issuer.HostCertificate);
                await host.SignOnAsync();
            }

            tried++;
            var broken = frame.ToArray();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            var strange = _issuer.Issuer.Counters.StrangeAnswers;
            await host.SendBytesAsync(broken);
            await host.SendAsync(host.Network("301"));
            if (await host.ReceiveBytesAsync() is not { } answer)
            {
                await host.DisposeAsync();
                host = null;
                continue;
            }

            var error = IsoMessage.Read(Dialects.Ascii87, answer, out var refused);
            Assert.True(error.IsNone, $"{bit}: {error}");
            if (_issuer.Issuer.Counters.StrangeAnswers == strange)
            {
                Assert.Equal("A0", refused![39]);
                await host.ReceiveAsync();
            }
        }

        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.Equal(10_000_000, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
        var counted = _issuer.Issuer.Counters;
        Assert.Equal(tried, counted.WrongMacs + counted.Unreadable + counted.StrangeAnswers);
    }

    [Fact]
    public async Task A_sale_before_any_key_exchange_is_answered_with_A0_and_no_MAC()
    {
        await using var fresh = new TestIssuer();
        await using var host = await HostClient.ConnectAsync(fresh, fresh.HostCertificate);
        await host.SignOnAsync();
        (host.Zpk, host.Zak) = (_host.Zpk, _host.Zak);
        await host.SendAsync(host.Stripe(fresh.Card(200), 100));
        var answer = await host.ReceiveAsync();
        Assert.Equal(("A0", null), (answer[39], answer[64]));
    }

    [Fact]
    public async Task Old_keys_are_good_until_half_a_minute_after_the_first_use_of_the_new_ones()
    {
        var card = _issuer.Card(200);
        var (oldPin, oldMac) = (_host.Zpk, _host.Zak);
        var (newPin, newMac) = _host.TakeKeys(await _host.AskAsync(_host.Network("101")));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
        _issuer.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));

        (_host.Zpk, _host.Zak) = (newPin, newMac);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
        (_host.Zpk, _host.Zak) = (oldPin, oldMac);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
        (_host.Zpk, _host.Zak) = (oldPin, newMac);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));

        _issuer.Clock.Advance(TimeSpan.FromSeconds(31));
        var late = _host.Stripe(card, 1, card.Pin);
        (_host.Zpk, _host.Zak) = (oldPin, oldMac);
        await _host.SendAsync(late);
        Assert.Equal("A0", (await _host.ReceiveAsync())[39]);
        (_host.Zpk, _host.Zak) = (newPin, newMac);
        Assert.Equal("30", await _host.CodeAsync(HostClient.Again(late)));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
    }

    [Fact]
    public async Task A_key_exchange_whose_answer_was_lost_does_no_harm()
    {
        var card = _issuer.Card(200);
        await _host.AskAsync(_host.Network("101"));
        await _host.ExchangeKeysAsync();
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
    }

    [Fact]
    public async Task Many_messages_in_one_write_and_one_message_in_many_are_all_answered()
    {
        var card = _issuer.Card(200);
        var questions = Enumerable.Range(0, 500).Select(_ => _host.Stripe(card, 1)).ToList();
        var bytes = questions.SelectMany(q => _host.Frame(q).Concat("0000"u8.ToArray())).ToArray();
        await _host.SendBytesAsync(bytes[..^3]);
        await Task.WhenAll(SendRestAsync(bytes[^3..]), ReadAllAsync());
        Assert.Equal(10_000_000 - 500, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);

        var slow = _host.Frame(_host.Stripe(card, 1));
        foreach (var piece in slow.Chunk(7))
        {
            await _host.SendBytesAsync(piece);
        }

        Assert.Equal("00", (await _host.ReceiveAsync())[39]);

        async Task SendRestAsync(byte[] rest)
        {
            foreach (var value in rest)
            {
                await _host.SendBytesAsync([value]);
            }
        }

        async Task ReadAllAsync()
        {
            var left = questions.Select(q => q[11]!).ToHashSet();
            while (left.Count > 0)
            {
                var answer = await _host.ReceiveAsync();
                Assert.Equal("00", answer[39]);
                Assert.True(left.Remove(answer[11]!));
            }
        }
    }

    [Theory]
    [InlineData("2049")]
    [InlineData("9999")]
    [InlineData("00A1")]
    [InlineData("-001")]
    [InlineData("0019garbage............")]
    [InlineData("0020GARBAGE.............")]
    public async Task After_what_cannot_be_read_the_connection_is_closed(string bytes)
    {
        var sale = _host.Stripe(_issuer.Card(200), 100);
        await _host.SendBytesAsync([.. _host.Frame(sale), .. Encoding.ASCII.GetBytes(bytes)]);
        Assert.Equal("00", (await _host.ReceiveAsync())[39]);
        Assert.Null(await _host.ReceiveBytesAsync());
        Assert.Equal(1, _issuer.Issuer.Counters.Unreadable);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_counted_and_no_more()
    {
        await _host.SendAsync(
            new IsoMessage(new Mti(210))
            {
                [7] = "1121120000",
                [11] = "000001",
                [39] = "00",
            }
        );
        Assert.True(await _host.IsSilentAsync());
        Assert.Equal(1, _issuer.Issuer.Counters.StrangeAnswers);
    }

    [Fact]
    public async Task A_host_that_never_reads_disturbs_no_other()
    {
        var card = _issuer.Card(200);
        await using var deaf = await HostClient.ConnectAsync(_issuer, _issuer.HostCertificate);
        await deaf.SignOnAsync();
        (deaf.Zpk, deaf.Zak) = (_host.Zpk, _host.Zak);
        var frame = deaf.Frame(deaf.Stripe(card, 1));
        var many = Enumerable.Repeat(frame, 80_000).SelectMany(f => f).ToArray();
        var sending = deaf.SendBytesAsync(many);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1)));
        }

        await deaf.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }
}
