using System.Text;
using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Chips;
using Guitai.Host.Terminals;

namespace Guitai.Host.Authorisation;

/// <content>Parameters for chips: what there is, one after the other, and what a terminal has.</content>
public sealed partial class Authoriser
{
    private const int EntriesInAnswer = 20;
    private const int VersionDigits = 10;

    private delegate void Naming(ref TlvWriter writer, int place);

    private Answer Parameters(TerminalRequest question)
    {
        var now = services.NowMs;
        var lists = services.Chips.Lists;
        var data = question.Flow switch
        {
            Flow.KeyList => Page(
                question.Data,
                lists.Keys.Length,
                (ref TlvWriter writer, int place) => ChipObjects.Name(ref writer, lists.Keys[place].Key)
            ),
            Flow.ApplicationList => Page(
                question.Data,
                lists.Applications.Length,
                (ref TlvWriter writer, int place) => ChipObjects.Name(ref writer, lists.Applications[place].Application)
            ),
            _ => One(question, lists),
        };
        return data is null ? Answer.Of("30", now) : Answer.Of("00", now) with { Data = data };
    }

    // How many were listed already (two digits behind a 1); null when that is not what stands there.
    private static byte[]? Page(ReadOnlySpan<byte> question, int entries, Naming name)
    {
        if (question is not [(byte)'1', >= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9'])
        {
            return null;
        }

        if (entries == 0)
        {
            return "0"u8.ToArray();
        }

        var from = ((question[1] - '0') * 10) + (question[2] - '0');
        var to = Math.Min(entries, from + EntriesInAnswer);
        var room = new byte[512];
        room[0] = to < entries ? (byte)'1' : (byte)'2';
        var writer = new TlvWriter(room.AsSpan(1));
        for (var place = from; place < to; place++)
        {
            name(ref writer, place);
        }

        return writer.Finish(out var length).IsNone
            ? room[..(length + 1)]
            : throw new InvalidOperationException("A page of a list that is too long.");
    }

    // A key by provider and index, an application by identifier; null when nothing is named like that.
    private static byte[]? One(TerminalRequest question, ChipLists lists)
    {
        ReadOnlySpan<byte> name = default;
        var index = -1;
        var reader = new TlvReader(question.Data);
        while (reader.TryRead(out var found))
        {
            switch (found.Tag.Value)
            {
                case ChipObjects.Provider:
                    name = found.Value;
                    break;
                case ChipObjects.Index when found.Value.Length == 1:
                    index = found.Value[0];
                    break;
            }
        }

        if (!reader.Error.IsNone)
        {
            return null;
        }

        ReadOnlyMemory<byte> objects = default;
        if (question.Flow == Flow.ApplicationDownload)
        {
            if (Aid.From(name) is not { } aid)
            {
                return null;
            }

            objects = lists.Applications.FirstOrDefault(a => a.Application.Aid == aid)?.Objects ?? default;
        }
        else
        {
            if (Rid.From(name) is not { } provider || index < 0)
            {
                return null;
            }

            objects = lists.Keys.FirstOrDefault(k => k.Key.Rid == provider && k.Key.Index == index)?.Objects ?? default;
        }

        return objects.IsEmpty ? "0"u8.ToArray() : [(byte)'1', .. objects.Span];
    }

    private async Task<Answer?> ParametersTakenAsync(TerminalDesk desk, TerminalRequest question)
    {
        var now = services.NowMs;
        var digits = Encoding.ASCII.GetString(question.Data);
        if (digits.Length != VersionDigits || !digits.All(char.IsAsciiDigit))
        {
            return Answer.Of("30", now);
        }

        var list = question.Flow == Flow.KeysTaken ? ChipList.Keys : ChipList.Applications;
        var version = long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        if (version != services.Chips.Lists.Version)
        {
            // The lists changed while it fetched them, so that it may have parts of both: the sign-in tells it which there are now.
            return Answer.Of("77", now);
        }

        var write = ChipBook.Told(new Write(), desk.Terminal.Number, list, version, now);
        return await services.Store.WriteAsync(write) switch
        {
            WriteResult.Committed => Answer.Of("00", now),
            _ => Answer.Of("96", now),
        };
    }
}
