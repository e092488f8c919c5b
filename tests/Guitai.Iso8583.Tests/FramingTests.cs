using System.Buffers;
using System.IO.Pipelines;
using Guitai.Iso8583.Framing;

namespace Guitai.Iso8583.Tests;

/// <summary>Frames as they arrive on a connection: whole, split anywhere, joined, slow, cut off, too long, and nonsense.</summary>
public sealed class FramingTests
{
    private static readonly string[] s_vector = Vectors.Lines("iso8583/frames.txt").First();

    [Fact]
    public async Task A_frame_from_outside_is_taken_apart_and_written_as_it_was()
    {
        var bytes = Convert.FromHexString(s_vector[0]);
        var frame = (await AllAsync(FrameFormat.UnionPay, [bytes]))[0];
        Assert.Equal(s_vector[1], frame.Tpdu.ToString());
        Assert.Equal(s_vector[2], Convert.ToHexString(frame.Header.Span));
        Assert.Equal(s_vector[3], Convert.ToHexString(frame.Message.Span));
        var written = new byte[bytes.Length];
        frame.Message.CopyTo(written.AsMemory(FrameFormat.UnionPay.Overhead));
        Assert.True(FrameFormat.UnionPay.WriteHead(written, frame.Tpdu, frame.Header.Span, frame.Message.Length));
        Assert.Equal(bytes, written);
        Assert.Equal("6000000049", frame.Tpdu.Answer.ToString());
        Assert.Equal(frame.Tpdu, Tpdu.Read(Convert.FromHexString(s_vector[1])));
        Assert.Throws<ArgumentException>(() => Tpdu.Read(new byte[4]));
        Assert.Throws<ArgumentException>(() => frame.Tpdu.Write(new byte[4]));
    }

    public static TheoryData<FrameFormat> Formats =>
        [
            FrameFormat.UnionPay,
            FrameFormat.Binary2,
            FrameFormat.Text4,
            new FrameFormat(FrameLength.Text4, HasTpdu: true, HeaderBytes: 3, EmptyIsKeepAlive: true),
        ];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Three_joined_frames_arrive_whole_in_every_split_in_two_and_three(FrameFormat format)
    {
        byte[] all = [.. Frame(format, "A"u8), .. Frame(format, "BCD"u8), .. Frame(format, "EFGHI"u8)];
        for (var first = 0; first <= all.Length; first++)
        {
            await CheckAsync(format, [all[..first], all[first..]]);
            for (var second = first; second <= all.Length; second += 3)
            {
                await CheckAsync(format, [all[..first], all[first..second], all[second..]]);
            }
        }

        await CheckAsync(format, [.. all.Select(b => new[] { b })]);
    }

    private static async Task CheckAsync(FrameFormat format, byte[][] pieces)
    {
        var frames = await AllAsync(format, pieces);
        Assert.Equal(["A", "BCD", "EFGHI", ""], frames.Select(f => System.Text.Encoding.ASCII.GetString(f.Message.Span)));
        Assert.Equal(FrameStatus.End, frames[^1].Status);
        Assert.All(frames.SkipLast(1), f => Assert.Equal(format.HeaderBytes, f.Header.Length));
        Assert.All(frames.SkipLast(1), f => Assert.Equal(format.HasTpdu ? "6012345678" : "0000000000", f.Tpdu.ToString()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_connection_that_closes_inside_a_frame_is_told_apart_from_one_that_closes_between_two(FrameFormat format)
    {
        var bytes = Frame(format, "message"u8);
        for (var length = 0; length < bytes.Length; length++)
        {
            var last = (await AllAsync(format, [bytes[..length]]))[^1];
            Assert.Equal(length == 0 ? FrameStatus.End : FrameStatus.EndsEarly, last.Status);
        }
    }

    [Fact]
    public async Task Lengths_that_cannot_be_are_refused_as_soon_as_they_are_there()
    {
        foreach (
            var (format, hex, expected) in ((FrameFormat, string, FrameStatus)[])
                [
                    (FrameFormat.Binary2, "1001", FrameStatus.TooLong),
                    (FrameFormat.Binary2, "0000", FrameStatus.TooShort),
                    (FrameFormat.UnionPay, "000B", FrameStatus.TooShort),
                    (FrameFormat.UnionPay, "FFFF", FrameStatus.TooLong),
                    (FrameFormat.UnionPay, "00206100", FrameStatus.NotTpdu),
                    (FrameFormat.Text4, "34303937", FrameStatus.TooLong),
                    (FrameFormat.Text4, "30303030", FrameStatus.TooShort),
                    (FrameFormat.Text4, "3030303A", FrameStatus.LengthNotDigits),
                    (FrameFormat.Text4, "2D303031", FrameStatus.LengthNotDigits),
                    (FrameFormat.Binary2 with { LongestFrame = 100_000 }, "FFFF", FrameStatus.Incomplete),
                    (FrameFormat.Text4 with { LongestFrame = 100_000 }, "39393939", FrameStatus.Incomplete),
                    (FrameFormat.Binary2, "1000", FrameStatus.Incomplete),
                ]
        )
        {
            var arrived = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
            Assert.Equal(expected, format.Take(ref arrived, out var frame));
            Assert.True(frame.IsEmpty);
            if (expected != FrameStatus.Incomplete)
            {
                var pipe = new Pipe();
                await pipe.Writer.WriteAsync(Convert.FromHexString(hex));
                var reader = new FrameReader(pipe.Reader, format);
                // The writer stays open: the refusal does not wait for it, and stays.
                Assert.Equal(expected, (await reader.ReadAsync()).Status);
                Assert.Equal(expected, (await reader.ReadAsync()).Status);
            }
        }
    }

    [Fact]
    public async Task Signs_of_life_are_skipped_where_they_are_agreed()
    {
        var format = FrameFormat.Binary2 with { EmptyIsKeepAlive = true };
        byte[] all = [0, 0, 0, 0, .. Frame(format, "A"u8), 0, 0];
        for (var split = 0; split <= all.Length; split++)
        {
            var frames = await AllAsync(format, [all[..split], all[split..]]);
            Assert.Equal([FrameStatus.Complete, FrameStatus.End], frames.Select(f => f.Status));
        }
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_can_go_on_and_loses_nothing()
    {
        var pipe = new Pipe();
        var reader = new FrameReader(pipe.Reader, FrameFormat.Binary2);
        await pipe.Writer.WriteAsync(new byte[] { 0, 2, (byte)'A' });
        using var cancel = new CancellationTokenSource();
        var waiting = reader.ReadAsync(cancel.Token);
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        var again = reader.ReadAsync();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await again);
        await pipe.Writer.WriteAsync("B"u8.ToArray());
        Assert.Equal("AB"u8.ToArray(), (await reader.ReadAsync()).Message.ToArray());
    }

    [Fact]
    public async Task A_frame_larger_than_the_pipe_holds_back_for_still_arrives()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32, minimumSegmentSize: 16));
        var reader = new FrameReader(pipe.Reader, FrameFormat.Binary2);
        var message = Enumerable.Range(0, 4000).Select(i => (byte)(i & 0xFF)).ToArray();
        var reading = reader.ReadAsync().AsTask();
        foreach (var piece in Frame(FrameFormat.Binary2, message).Chunk(50))
        {
            await pipe.Writer.WriteAsync(piece);
        }

        Assert.Equal(message, (await reading).Message.ToArray());
    }

    [Fact]
    public void What_is_too_long_or_empty_gets_no_head()
    {
        var head = new byte[FrameFormat.UnionPay.Overhead];
        Assert.Equal(13, head.Length);
        Assert.True(FrameFormat.UnionPay.WriteHead(head, default, new byte[6], 4096 - 11));
        Assert.False(FrameFormat.UnionPay.WriteHead(head, default, new byte[6], 4096 - 10));
        Assert.False(FrameFormat.UnionPay.WriteHead(head, default, new byte[6], 0));
        Assert.Throws<ArgumentException>(() => FrameFormat.UnionPay.WriteHead(head, default, new byte[5], 10));
        Assert.Throws<ArgumentException>(() => FrameFormat.UnionPay.WriteHead(head.AsSpan(1), default, new byte[6], 10));
    }

    private static byte[] Frame(FrameFormat format, ReadOnlySpan<byte> message)
    {
        var bytes = new byte[format.Overhead + message.Length];
        message.CopyTo(bytes.AsSpan(format.Overhead));
        Assert.True(format.WriteHead(bytes, new Tpdu(0x60, 0x1234, 0x5678), new byte[format.HeaderBytes], message.Length));
        return bytes;
    }

    private static async Task<List<Frame>> AllAsync(FrameFormat format, IEnumerable<byte[]> pieces)
    {
        var pipe = new Pipe(
            new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, minimumSegmentSize: 1)
        );
        var reader = new FrameReader(pipe.Reader, format);
        var frames = new List<Frame>();
        var reading = ReadAsync();
        foreach (var piece in pieces)
        {
            await pipe.Writer.WriteAsync(piece);
        }

        await pipe.Writer.CompleteAsync();
        await reading;
        return frames;

        async Task ReadAsync()
        {
            do
            {
                var frame = await reader.ReadAsync();
                frames.Add(frame with { Message = frame.Message.ToArray(), Header = frame.Header.ToArray() });
            } while (frames[^1].IsComplete);
        }
    }
}
