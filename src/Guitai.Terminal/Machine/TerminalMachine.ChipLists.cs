using System.Globalization;
using System.Text;
using Guitai.Emv.Tlv;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <summary>One question of the download of parameters for chips (docs/protocols/terminal.md).</summary>
/// <param name="Network">Field 60.3.</param>
/// <param name="Data">Field 62, hexadecimal.</param>
public sealed record ChipQuestion(int Network, string Data);

/// <content>The acquirer's parameters for chips: listed, fetched one by one, and taken all together.</content>
public sealed partial class TerminalMachine
{
    private const int ListKeys = 372;
    private const int OneKey = 370;
    private const int KeysTaken = 371;
    private const int ListApplications = 382;
    private const int OneApplication = 380;
    private const int ApplicationsTaken = 381;

    // More than any acquirer has: a host that lists for ever is let go.
    private const int MostListed = 99;

    // What has come so far is in memory only: a crash begins again.
    private sealed class Download(long version)
    {
        public long Version { get; } = version;
        public int Network { get; set; } = ListKeys;
        public int Listed { get; set; }
        public Queue<string> Left { get; } = new();
        public List<string> Keys { get; } = [];
        public List<string> Applications { get; } = [];
    }

    private Download? _download;

    private bool ChipListsDue => Books.ChipVersion != Books.Chips.Version;

    // A host that has none any more has nothing to be asked for.
    private Step FetchChipLists(long nowMs) =>
        Books.ChipVersion == 0
            ? Done(new ChipListsTaken(0, [], [], nowMs))
            : Own(trace => Messages.Parameters(Books, trace, NextOfChipLists), nowMs);

    private ChipQuestion NextOfChipLists
    {
        get
        {
            if (_download is null || _download.Version != Books.ChipVersion)
            {
                _download = new Download(Books.ChipVersion);
            }

            var data = _download.Network switch
            {
                ListKeys or ListApplications => Hex(string.Create(CultureInfo.InvariantCulture, $"1{_download.Listed:D2}")),
                OneKey or OneApplication => _download.Left.Peek(),
                _ => Hex(_download.Version.ToString("D10", CultureInfo.InvariantCulture)),
            };
            return new ChipQuestion(_download.Network, data);
        }
    }

    private Step Downloaded(HostAnswer answer, long nowMs)
    {
        if (_download is not { } download)
        {
            return Well();
        }

        if (!HostCodes.Approves(answer.Code) || !Take(download, answer.Data.Span))
        {
            _download = null;
            Trouble = Refusal.With("terminal.no-chip-lists", "code", answer.Code);
            Pause(nowMs);
            return Step.None;
        }

        if (download.Network != 0)
        {
            return Well();
        }

        _download = null;
        return Well(new ChipListsTaken(download.Version, download.Keys, download.Applications, nowMs));
    }

    // False: not what was asked for, or gone meanwhile.
    private static bool Take(Download download, ReadOnlySpan<byte> data)
    {
        switch (download.Network)
        {
            case ListKeys or ListApplications:
                return TakeNames(download, data);
            case OneKey or OneApplication:
                if (data is not [(byte)'1', _, ..])
                {
                    return false;
                }

                download.Left.Dequeue();
                (download.Network == OneKey ? download.Keys : download.Applications).Add(Convert.ToHexString(data[1..]));
                if (download.Left.Count == 0)
                {
                    download.Network = download.Network == OneKey ? KeysTaken : ApplicationsTaken;
                }

                return true;
            case KeysTaken:
                (download.Network, download.Listed) = (ListApplications, 0);
                return true;
            default:
                download.Network = 0;
                return true;
        }
    }

    private static bool TakeNames(Download download, ReadOnlySpan<byte> data)
    {
        var areKeys = download.Network == ListKeys;
        if (data is not [(byte)'0' or (byte)'1' or (byte)'2', ..] || !TryNames(data[1..], areKeys, download.Left, out var count))
        {
            return false;
        }

        download.Listed += count;
        if (data[0] == '1')
        {
            return count > 0 && download.Listed <= MostListed;
        }

        download.Network = (areKeys, download.Left.Count > 0) switch
        {
            (true, true) => OneKey,
            (true, false) => KeysTaken,
            (false, true) => OneApplication,
            _ => ApplicationsTaken,
        };
        return true;
    }

    // A key is named by 9F06 and 9F22, an application by 9F06.
    private static bool TryNames(ReadOnlySpan<byte> data, bool areKeys, Queue<string> names, out int count)
    {
        count = 0;
        var provider = "";
        var reader = new TlvReader(data);
        while (reader.TryRead(out var found))
        {
            var hex = Convert.ToHexString(found.Value);
            var text = string.Create(CultureInfo.InvariantCulture, $"{found.Tag.Value:X4}{found.Value.Length:X2}{hex}");
            if (areKeys && found.Tag.Value == 0x9F06)
            {
                provider = text;
            }
            else if ((found.Tag.Value == 0x9F22 && provider.Length > 0) || (!areKeys && found.Tag.Value == 0x9F06))
            {
                names.Enqueue(provider + text);
                (provider, count) = ("", count + 1);
            }
            else
            {
                return false;
            }
        }

        return reader.Error.IsNone && provider.Length == 0;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
