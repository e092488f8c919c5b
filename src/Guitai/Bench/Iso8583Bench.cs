using System.Diagnostics;
using Guitai.Emv.Tlv;
using Guitai.Iso8583;

namespace Guitai.Bench;

/// <summary>
/// How fast the packed sale message of 18 fields is read and written, one thread, warm. Reading: every field found, its length and characters checked, and
/// each value taken as a number or a span. Writing: from numbers and spans to bytes. The baselines are the fastest peer's (j8583 1.26, packed form).
/// </summary>
internal static class Iso8583Bench
{
    private const double PeerDecodeNs = 928;
    private const double PeerEncodeNs = 1273;
    private const int Batch = 1_000;

    private static readonly byte[] s_sale = Convert.FromHexString(
        "0200723C468020C0820116476173900101011900000000000001234508221430151234561430150822281254110051000100364761739001010119D2812201123456789012"
            + "5445524D303030314D45524348414E54303030303030310840"
            + "01209F2608A1B2C3D4E5F607189F2701809F10120110A00003220000000000000000000000FF9F37041A2B3C4D9F360200E1950500000080009A032608229C01009F0206"
            + "0000000123455F2A02084082021C009F1A0208409F03060000000000009F3303E0F0C89F34034203009F3501228407A00000000310100123456789ABCDEF"
    );

    /// <summary>Measures and prints the figures.</summary>
    /// <param name="rounds">Rounds of each measurement; the median counts.</param>
    public static int Run(int rounds)
    {
        var buffer = new byte[512];
        var length = Encode(buffer);
        if (!buffer.AsSpan(0, length).SequenceEqual(s_sale))
        {
            Console.Error.WriteLine("The message written is not the one to be read.");
            return 1;
        }

        Console.Error.WriteLine($"checksum of the values read in one message: {Decode(s_sale):X16}");
        var (decodeNs, decodeBytes) = Measure(rounds, static _ => Decode(s_sale), buffer);
        var (scanNs, _) = Measure(rounds, static _ => Scan(s_sale), buffer);
        var (encodeNs, encodeBytes) = Measure(rounds, static b => (ulong)Encode(b), buffer);
        Figure.Print("iso8583.decode_ns", decodeNs, "ns", PeerDecodeNs);
        Figure.Print("iso8583.decode_without_values_ns", scanNs, "ns");
        Figure.Print("iso8583.encode_ns", encodeNs, "ns", PeerEncodeNs);
        var (tlvReadNs, tlvReadBytes) = Measure(rounds, static _ => ReadObjects(s_sale.AsSpan(96, 120)), buffer);
        var (tlvWriteNs, tlvWriteBytes) = Measure(rounds, static b => WriteObjects(b, s_sale.AsSpan(96, 120)), buffer);
        Figure.Print("tlv.read_ns", tlvReadNs, "ns");
        Figure.Print("tlv.read_and_write_ns", tlvWriteNs, "ns");
        Figure.Print("tlv.bytes_allocated", tlvReadBytes + tlvWriteBytes, "B");
        Figure.Print("iso8583.decode_bytes_allocated", decodeBytes, "B");
        Figure.Print("iso8583.encode_bytes_allocated", encodeBytes, "B");
        return decodeBytes == 0 && encodeBytes == 0 ? 0 : 1;
    }

    private static (double Ns, double Bytes) Measure(int rounds, Func<byte[], ulong> work, byte[] buffer)
    {
        var times = new double[rounds];
        ulong sum = 0;
        // Warm: until the compiler has had its time to compile it well.
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1); )
        {
            for (var i = 0; i < 1000; i++)
            {
                sum = unchecked(sum + work(buffer));
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
        {
            var from = Stopwatch.GetTimestamp();
            for (var i = 0; i < Batch; i++)
            {
                sum = unchecked(sum + work(buffer));
            }

            times[round] = Stopwatch.GetElapsedTime(from).TotalNanoseconds / Batch;
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        Console.Error.WriteLine(
            $"checksum over all rounds: {sum:X16}; fastest {times[0]:F1} ns, median {times[rounds / 2]:F1} ns, slowest {times[^1]:F1} ns"
        );
        return (times[rounds / 2], (double)bytes / rounds / Batch);
    }

    private static ulong Scan(ReadOnlySpan<byte> message) =>
        Dialects.Binary87.Read(message, out var view).IsNone ? (ulong)view.Count : throw new InvalidOperationException("not read");

    private static ulong Decode(ReadOnlySpan<byte> message)
    {
        unchecked
        {
            if (!Dialects.Binary87.Read(message, out var view).IsNone)
            {
                throw new InvalidOperationException("not read");
            }

            var sum = (ulong)view.Type.Value;
            sum = Add(sum, view, 2);
            sum = Add(sum, view, 3);
            sum = Add(sum, view, 4);
            sum = Add(sum, view, 7);
            sum = Add(sum, view, 11);
            sum = Add(sum, view, 12);
            sum = Add(sum, view, 13);
            sum = Add(sum, view, 14);
            sum = Add(sum, view, 18);
            sum = Add(sum, view, 22);
            sum = Add(sum, view, 23);
            sum = Add(sum, view, 25);
            sum = Add(sum, view, 49);
            sum = AddSpan(sum, view, 35);
            sum = AddSpan(sum, view, 41);
            sum = AddSpan(sum, view, 42);
            sum = AddSpan(sum, view, 55);
            return AddSpan(sum, view, 64);
        }
    }

    private static ulong Add(ulong sum, in MessageView view, int field) =>
        view.TryNumber(field, out var number) ? unchecked((sum * 31) + (ulong)number) : throw new InvalidOperationException("no number");

    private static ulong AddSpan(ulong sum, in MessageView view, int field)
    {
        var value = view.Wire(field);
        return unchecked((sum * 31) + ((ulong)value.Length << 16) + ((ulong)value[0] << 8) + value[^1]);
    }

    // The sale's chip data: seventeen objects in 120 bytes.
    private static ulong ReadObjects(ReadOnlySpan<byte> objects)
    {
        var sum = 0UL;
        var reader = new TlvReader(objects);
        while (reader.TryRead(out var found))
        {
            sum = unchecked((sum * 31) + (ulong)found.Tag.Value + (ulong)found.Value.Length);
        }

        return reader.Error.IsNone ? sum : throw new InvalidOperationException("not read");
    }

    private static ulong WriteObjects(byte[] buffer, ReadOnlySpan<byte> objects)
    {
        var reader = new TlvReader(objects);
        var writer = new TlvWriter(buffer);
        while (reader.TryRead(out var found))
        {
            writer.Write(found.Tag, found.Value);
        }

        return writer.Finish(out var written).IsNone && written == objects.Length
            ? (ulong)written
            : throw new InvalidOperationException("not written");
    }

    private static int Encode(byte[] buffer)
    {
        var writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Text(2, "4761739001010119"u8);
        writer.Number(3, 0);
        writer.Number(4, 12345);
        writer.Number(7, 0822143015);
        writer.Number(11, 123456);
        writer.Number(12, 143015);
        writer.Number(13, 0822);
        writer.Number(14, 2812);
        writer.Number(18, 5411);
        writer.Number(22, 51);
        writer.Number(23, 1);
        writer.Number(25, 0);
        writer.Text(35, "4761739001010119D2812201123456789012"u8);
        writer.Text(41, "TERM0001"u8);
        writer.Text(42, "MERCHANT0000001"u8);
        writer.Number(49, 840);
        writer.Binary(55, s_sale.AsSpan(96, 120));
        writer.Binary(64, s_sale.AsSpan(216, 8));
        return writer.Finish(out var written).IsNone ? written : throw new InvalidOperationException("not written");
    }
}
