using Guitai.Emv.Kernel;
using Guitai.Emv.OfflineAuthentication;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Cases in which changed code once went unnoticed: edges of forms and orders that the 48 points' tests do not touch.</summary>
public sealed class SurvivorTests
{
    private const string Debit = "A000000333010101";
    private const string Other = "A0000000031010";

    private static ApplicationParameters Parameters(string aid, bool partial) => new(Aid.Parse(aid)!.Value, partial, 0x0030);

    private static string Fci(string aid, string own) => Wrap("6F", Wrap("84", aid) + Wrap("A5", own)) + "9000";

    private static Script List(string aid, bool partial) =>
        new Script { Application = Parameters(aid, partial), More = { Parameters(Other, false) } }.Select(Ascii("1PAY.SYS.DDF01"), "6A82");

    [Theory]
    // Blocked counts when it is ours: the exact name, or a longer one where that is allowed.
    [InlineData(Debit, false, true)]
    [InlineData("A000000333", true, true)]
    [InlineData("A000000333", false, false)]
    public void A_blocked_application_that_is_not_ours_is_not_the_reason(string aid, bool partial, bool blocked)
    {
        var script = List(aid, partial).Select(aid, Fci(Debit, "")[..^4] + "6283");
        if (aid != Debit)
        {
            script.Select(aid, "6A82", next: true);
        }

        var result = script.Select(Other, "6A82").Play();
        Assert.Equal((blocked ? EndReason.ApplicationBlocked : EndReason.NoApplication, !blocked), (result.Reason, result.FallbackAllowed));
        Assert.Equal("", result.Label);
    }

    [Fact]
    public void A_warning_ends_the_first_try_and_not_the_next_ones()
    {
        Assert.Equal(
            EndReason.NoApplication,
            List(Debit, false).Select(Debit, Fci(Debit, "")[..^4] + "6282").Select(Other, "6A82").Play().Reason
        );
        var script = List("A000000333", true)
            .Select("A000000333", Fci(Debit, ""))
            .Select("A000000333", Fci("A000000333010102", "")[..^4] + "6282", next: true)
            .Select("A000000333", Fci("A000000333010103", "")[..^4] + "6310", next: true)
            .Select("A000000333", "6400", next: true)
            .Select(Other, "6A82")
            .Select(Debit, Fci(Debit, ""));
        Assert.IsType<SendCommand>(script.PlayOpen());
        // Blocked as a whole: nothing more is asked.
        Assert.Equal(EndReason.CardBlocked, List(Debit, false).Select(Debit, "6A81").Play().Reason);
    }

    [Theory]
    [InlineData("50034F4E45", "ONE")]
    [InlineData("", "DIRECTORY")]
    public void The_selected_applications_own_label_goes_before_the_directorys(string own, string label)
    {
        var script = new Script()
            .Directory(Wrap("70", Script.Entry(Debit, "DIRECTORY", "01")) + "9000", "6A83")
            .Select(Debit, Fci(Debit, own + Wrap("BF0C", Wrap("9F4D", "0B0A"))))
            .Say("80A80000028300" + "00", "6700");
        Assert.Equal(label, script.Play().Label);
        Assert.Equal("0B0A", Text(script.Kernel!.Data[0x9F4D]!.Value.ToArray()));
    }

    [Theory]
    [InlineData("3B8081311045", true)]
    [InlineData("3B8081310F45", false)]
    [InlineData("3B808131FE45", true)]
    [InlineData("3B8081312000", true)]
    [InlineData("3B80813120451100", false)]
    // Global bytes after T=0, and what they say is not ours.
    [InlineData("3B80801F01", true)]
    [InlineData("3B9000", false)]
    [InlineData("3BC00000", true)]
    public void Interface_characters_at_their_edges(string hex, bool isFine)
    {
        var bytes = Hex(hex);
        var t1 = hex.Contains("81", StringComparison.Ordinal) || hex.Contains("1F", StringComparison.Ordinal);
        bytes = t1 ? [.. bytes, bytes[1..].Aggregate((byte)0, (sum, b) => (byte)(sum ^ b))] : bytes;
        Assert.Equal(isFine, Commands.AnswerToReset.Parse(bytes) is not null);
    }

    [Fact]
    public void A_key_has_64_to_248_bytes_is_odd_and_full()
    {
        byte[] Modulus(int length, byte first = 0x80, byte last = 0x01)
        {
            var bytes = new byte[length];
            (bytes[0], bytes[^1]) = (first, last);
            return bytes;
        }

        foreach (
            var (modulus, exponent, isFine) in ((byte[], byte[], bool)[])
                [
                    (Modulus(64), [3], true),
                    (Modulus(248), [1, 0, 1], true),
                    (Modulus(63), [3], false),
                    (Modulus(249), [3], false),
                    (Modulus(64, first: 0x7F), [3], false),
                    (Modulus(64, last: 0xFE), [3], false),
                    (Modulus(64), [5], false),
                    (Modulus(64), [], false),
                    (Modulus(64), [0, 0, 0, 3], false),
                    ([], [3], false),
                ]
        )
        {
            Assert.Equal(isFine, RsaKey.Create(modulus, exponent) is not null);
        }

        Assert.Null(RsaKey.Create(Modulus(64), [3])!.Apply(new byte[63]));
    }

    private static string DdaTvr(TestCard card, DateOnly? date = null)
    {
        var script = new Script(card);
        script.Request = script.Request with { Date = date ?? script.Request.Date };
        var wanted = script.UpToRecords().PlayOpen();
        return Text(Assert.IsType<SendCommand>(wanted).Bytes.ToArray())[..4];
    }

    [Theory]
    [InlineData("0101", 0, true)]
    [InlineData("0201", 0, false)]
    [InlineData("0102", 0, false)]
    [InlineData("0101", 1, false)]
    [InlineData("0101", -1, false)]
    public void A_certificate_names_algorithms_and_the_length_of_its_key(string algorithms, int more, bool opens)
    {
        // INTERNAL AUTHENTICATE follows when the card's key is known, GENERATE AC when not.
        foreach (var issuer in (bool[])[true, false])
        {
            var card = new TestCard { Aip = "7C00" };
            (card.IssuerAlgorithms, card.IssuerMore) = issuer ? (algorithms, more) : ("0101", 0);
            (card.CardAlgorithms, card.CardMore) = issuer ? ("0101", 0) : (algorithms, more);
            Assert.Equal(opens ? "0088" : "80AE", DdaTvr(card.Sign()));
        }
    }

    [Theory]
    [InlineData("1126", 30, true)]
    [InlineData("1249", 21, true)]
    [InlineData("1250", 21, false)]
    [InlineData("1299", 21, false)]
    public void A_cards_certificate_is_good_to_the_last_day_of_its_month(string expiry, int day, bool opens) =>
        Assert.Equal(
            opens ? "0088" : "80AE",
            DdaTvr(new TestCard { Aip = "7C00", CertificateExpiry = expiry }.Sign(), new DateOnly(2026, 11, day))
        );

    [Fact]
    public void All_three_bytes_of_a_serial_number_count()
    {
        var card = new TestCard { Aip = "7C00" }.Sign(serial: "A1B2C3");
        foreach (var (serial, opens) in ((int, bool)[])[(0xA1B2C3, false), (0x00B2C3, true), (0xA100C3, true), (0xA1B200, true)])
        {
            var script = new Script(card)
            {
                Adjust = p => p with { Revoked = [new RevokedCertificate(Rid.Parse("A000000333")!.Value, 0x57, serial)] },
            };
            var sent = Text(Assert.IsType<SendCommand>(script.UpToRecords().PlayOpen()).Bytes.ToArray());
            Assert.StartsWith(opens ? "0088" : "80AE", sent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_signed_record_that_is_no_template_is_a_failure_even_where_nothing_else_is_wrong()
    {
        var card = new TestCard { Aip = "5C00" }.Sign();
        var script = new Script(card)
            .Selection()
            .Start(Wrap("80", "5C00" + "0801010158010101" + "10010400") + "9000")
            .Say("00B2010C00", card.Record(1, 1) + "9000")
            .Say("00B2015C00", "DF770101029000"[..8] + "9000");
        for (var i = 1; i <= 4; i++)
        {
            script.Say($"00B2{i:X2}1400", card.Record(2, i) + "9000");
        }

        Assert.Equal("4200008000", script.First("80", "4200008000", Script.Format1("00", Script.Arqc)).Play().Tvr);
    }

    [Fact]
    public void File_10_is_one_of_the_books_files_and_file_11_is_not()
    {
        foreach (var (file, ends) in ((int, bool)[])[(10, true), (11, false)])
        {
            var script = new Script()
                .Selection()
                .Start(Wrap("80", $"0000{file << 3:X2}010100") + "9000")
                .Say($"00B201{(file << 3) | 4:X2}00", "DF7701009000");
            Assert.Equal(ends ? EndReason.BadCardData : EndReason.MissingCardData, script.Play().Reason);
        }

        // Of file 10 the template's content is signed.
        var card = new TestCard { Aip = "5C00", Afl = "5001010110010400" }.Sign();
        var own = new Script(card).Selection().Start().Say("00B2015400", card.Record(1, 1) + "9000");
        for (var i = 1; i <= 4; i++)
        {
            own.Say($"00B2{i:X2}1400", card.Record(2, i) + "9000");
        }

        Assert.Equal("0200008000", own.First("80", "0200008000", Script.Format1("00", Script.Arqc)).Play().Tvr);
    }

    [Fact]
    public void A_number_of_19_digits_is_a_number()
    {
        var card = new TestCard { Aip = "0000" }
            .With("5A", "6228480000000000018F")
            .Without("57")
            .Sign();
        var script = new Script(card).UpToRecords();
        Assert.IsType<SendCommand>(script.PlayOpen());
        Assert.Equal("6228480000000000018", script.Kernel!.Data.Pan);
    }

    [Fact]
    public void The_card_may_ask_for_what_is_known_so_far()
    {
        var card = new TestCard().With("8C", "9B0295059F40059F1B045F3601").Sign();
        var script = new Script(card);
        script.Application = script.Application with { FloorLimit = 0x1234 };
        script.UpToRecords().Dynamic();
        Assert.Equal(
            "80AE800011" + "C800" + "0000008000" + "6000F0A001" + "00001234" + "02" + "00",
            Text(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.ToArray())
        );
    }

    [Fact]
    public void A_script_ends_at_its_first_error()
    {
        var commands = string.Concat(Enumerable.Range(1, 3).Select(i => $"8605841800000{i}"));
        var script = new Script(new TestCard { Aip = "0000" }.Sign())
            .UpToRecords()
            .First("80", "8000000000")
            .Host(data: Wrap("71", commands));
        var result = script.Say("8418000001", "9000").Say("8418000002", "6A80").Second("40", "00", "8000000020").Play();
        Assert.Equal("1200000000", Text(result.ScriptResults.ToArray()));
    }

    [Theory]
    // One byte of the issuer's data will do; a signature that was not asked for is no cryptogram.
    [InlineData("9F2701009F360200179F260811223344556677889F100101", EndReason.CardDeclined)]
    [InlineData("9F2701009F360200179F4B0811223344556677889F100101", EndReason.MissingCardData)]
    public void The_answer_to_GENERATE_AC_at_its_edges(string objects, EndReason reason)
    {
        var script = new Script(new TestCard { Aip = "0000" }.Sign()).UpToRecords().First("80", "8000000000", Wrap("77", objects) + "9000");
        Assert.Equal(reason, script.Play().Reason);
    }

    [Fact]
    public void A_TDOL_that_cannot_be_filled_gives_the_hash_of_nothing()
    {
        var card = new TestCard { Aip = "0000" }
            .With("8C", "9814")
            .With("97", "9F02")
            .Sign();
        var script = new Script(card).UpToRecords().Cryptogram("80", Text(TestKey.Hash([])), Script.Format1("00", Script.Arqc));
        Assert.Equal("8000000000", script.Play().Tvr);
    }

    [Fact]
    public void Without_any_TDOL_the_hash_is_of_nothing_and_the_terminals_was_not_used()
    {
        var card = new TestCard { Aip = "0000" }
            .With("8C", "98149505")
            .Sign();
        var script = new Script(card).UpToRecords();
        script.Cryptogram("80", Text(TestKey.Hash([])) + "8000000000", Script.Format1("00", Script.Arqc));
        Assert.Equal("8000000000", script.Play().Tvr);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12_345, 12_345)]
    [InlineData(999_999_999_999, 0)]
    public void Amounts_at_their_edges_are_amounts(long amount, long other)
    {
        var script = new Script();
        script.Request = script.Request with { AmountMinor = amount, OtherAmountMinor = other, SequenceCounter = 0 };
        Assert.IsType<SendCommand>(script.PlayOpen());
    }

    [Fact]
    public void A_keys_checksum_is_over_provider_index_modulus_and_exponent()
    {
        var key = TestKey.Authority.ToCaKey();
        Assert.Equal(TestKey.Hash([0xA0, 0, 0, 3, 0x33, 0x57, .. TestKey.Authority.Modulus, 1, 0, 1]), key.Checksum());
        Assert.Equal(
            TestKey.Hash([0xA0, 0, 0, 3, 0x33, 0x57, .. TestKey.Issuer.Modulus, 3]),
            (key with { Modulus = TestKey.Issuer.Modulus, Exponent = 3 }).Checksum()
        );
        Assert.Null(Rid.From([1, 2, 3, 4]));
        Assert.Null(Rid.From([1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void What_fails_before_CDA_is_performed_authentication()
    {
        var card = new TestCard { Aip = "7D00" }.Sign();
        card.With("9F46", card["9F46"][2..]);
        var result = new Script(card).UpToRecords().First("80", "0400008000", Script.Format1("00", Script.Arqc)).Play();
        Assert.Equal(("0400008000", "E800"), (result.Tvr, result.Tsi));
    }
}
