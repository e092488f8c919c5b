using System.Text;
using Guitai.Iso8583;
using Guitai.Sandbox.Issuer.Wire;
using FieldKind = Guitai.Iso8583.FieldKind;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>The issuer's own reader of messages: agrees with the other codec on what is right, and survives everything else.</summary>
public sealed class ParserTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private readonly Random _random = new(11);
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public void Messages_of_all_fields_are_read_as_the_other_codec_wrote_them()
    {
        for (var i = 0; i < 500; i++)
        {
            var message = new IsoMessage(new Mti(200));
            foreach (var (field, format) in Dialects.Ascii87.Fields)
            {
                if (_random.Next(10) < 3)
                {
                    message[field] = Content(format);
                }
            }

            Assert.True(message.Write(Dialects.Ascii87, out var bytes).IsNone);
            var places = new FieldPlace[LinkMessage.Places];
            Assert.True(LinkMessage.TryRead(bytes, places, out var read));
            Assert.Equal(0, read.BadField);
            foreach (var field in Dialects.Ascii87.Fields.Keys)
            {
                Assert.Equal(message[field] ?? "", Encoding.ASCII.GetString(read[field]));
            }
        }
    }

    [Fact]
    public void Every_shortened_message_is_refused_and_none_is_read_beyond_its_end()
    {
        foreach (var frame in Seeds())
        {
            for (var length = 0; length < frame.Length - 4; length++)
            {
                Assert.False(LinkMessage.TryRead(frame.AsSpan(4, length), new FieldPlace[LinkMessage.Places], out _));
            }
        }
    }

    [Fact]
    public async Task Mutated_messages_with_a_right_MAC_are_answered_or_end_the_connection_and_break_nothing()
    {
        var seeds = Seeds();
        var random = new Random(12);
        var host = await _issuer.ConnectPlainAsync();
        for (var i = 0; i < 4_000; i++)
        {
            var message = Mutate(random, seeds[random.Next(seeds.Count)][4..]);
            if (message.Length is < 36 or > 2_000)
            {
                continue;
            }

            var mac = new byte[8];
            host.Zak!.Compute(message.AsSpan(..^16), mac);
            Encoding.ASCII.GetBytes(Convert.ToHexString(mac)).CopyTo(message.AsSpan(^16..));
            var echo = host.Network("301");
            await host.SendBytesAsync([.. HostClient.Framed(message), .. host.Frame(echo)]);
            var answer = await host.ReceiveBytesAsync();
            if (answer is not null && !IsEcho(answer, echo))
            {
                answer = await host.ReceiveBytesAsync();
            }

            if (answer is null)
            {
                await host.DisposeAsync();
                host = await _issuer.ConnectPlainAsync();
            }
        }

        await host.DisposeAsync();
        Assert.True(await _host.IsSilentAsync());
        await using var last = await _issuer.ConnectAsync();
        Assert.Equal("00", await last.CodeAsync(last.Stripe(_issuer.Card(901), 1)));
    }

    [Fact]
    public void Random_bytes_are_never_a_message_and_never_a_crash()
    {
        var places = new FieldPlace[LinkMessage.Places];
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new byte[_random.Next(0, 300)];
            _random.NextBytes(bytes);
            Assert.False(LinkMessage.TryRead(bytes, places, out _));
        }

        for (var i = 0; i < 200_000; i++)
        {
            // Characters that a message is made of get further.
            var text = new byte[_random.Next(20, 200)];
            foreach (ref var value in text.AsSpan())
            {
                value = (byte)"0123456789ABCDEF=D"[_random.Next(18)];
            }

            "0200"u8.CopyTo(text);
            _ = LinkMessage.TryRead(text, places, out _);
        }
    }

    [Fact]
    public void Chip_objects_of_random_bytes_are_walked_to_an_end()
    {
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[_random.Next(0, 40)];
            _random.NextBytes(bytes);
            var chip = new ChipData(bytes);
            if (chip.TryFind(0x9F26, out var value))
            {
                Assert.True(value.Length <= bytes.Length);
            }

            _ = chip.IsWhole();
        }

        Assert.True(new ChipData([0x9F, 0x26, 0x01, 0xAA, 0x95, 0x81, 0x01, 0xBB, 0xDF, 0x81, 0x01, 0x00]).IsWhole());
    }

    private List<byte[]> Seeds()
    {
        var card = _issuer.Card(900);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var sale = _host.Stripe(card, 100, card.Pin);
        IsoMessage[] messages =
        [
            sale,
            _host.Typed(card, 100),
            _host.Chip(card, chip, 100, card.Pin),
            _host.Stripe(card, 0, null, 100, "310000"),
            _host.Stripe(card, 100, null, 100, "030000", "06"),
            _host.About(200, "200000", "00", sale, 100, "000001"),
            _host.About(220, "200000", "00", sale, 100),
            _host.Reversal(sale),
        ];
        return [.. messages.Select(_host.Frame)];
    }

    private static bool IsEcho(byte[] answer, IsoMessage echo) =>
        IsoMessage.Read(Dialects.Ascii87, answer, out var message).IsNone && message!.Type.Value == 810 && message[11] == echo[11];

    private static byte[] Mutate(Random random, byte[] message)
    {
        var mutated = message.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)"0123456789ABCDEF= "[random.Next(18)];
                    break;
                case 1:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 2:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 9), mutated.Count - at));
                    break;
                case 3:
                    mutated.InsertRange(at, Enumerable.Repeat((byte)'9', random.Next(1, 9)));
                    break;
                default:
                    mutated[random.Next(4, 20)] = (byte)"0123456789ABCDEF"[random.Next(16)];
                    break;
            }
        }

        return [.. mutated];
    }

    private string Content(FieldFormat format)
    {
        var length = format.Prefix == LengthPrefix.None ? format.Length : _random.Next(0, Math.Min(format.Length, 30) + 1);
        string Of(string characters, int count) =>
            string.Concat(Enumerable.Range(0, count).Select(_ => characters[_random.Next(characters.Length)]));
        return format.Kind switch
        {
            FieldKind.Digits => Of("0123456789", length),
            FieldKind.SignedDigits => Of("CD", 1) + Of("0123456789", length),
            FieldKind.Track => Of("0123456789=D", length),
            FieldKind.Bytes => Of("0123456789ABCDEF", 2 * length),
            _ => Of("ABCDEFGHIJ0123456789", length),
        };
    }
}
