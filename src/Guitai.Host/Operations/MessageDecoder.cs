using Guitai.Emv.Tlv;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Iso8583;

namespace Guitai.Host.Operations;

/// <summary>Who said a message to whom.</summary>
public enum MessageWay
{
    /// <summary>The terminal asked the host.</summary>
    TerminalToHost,

    /// <summary>The host asked the issuer.</summary>
    HostToIssuer,

    /// <summary>The issuer answered.</summary>
    IssuerToHost,

    /// <summary>The host answered the terminal.</summary>
    HostToTerminal,
}

/// <summary>One field as it may be shown.</summary>
/// <param name="Number">2 to 128.</param>
/// <param name="Name">The standard's name for it, in English.</param>
/// <param name="Text">Its value; <c>***</c> when it is hidden.</param>
/// <param name="Hidden">True when it was never kept, or may not be seen.</param>
public sealed record FieldView(int Number, string Name, string Text, bool Hidden);

/// <summary>One data object of a chip as it may be shown.</summary>
/// <param name="Tag">Hexadecimal.</param>
/// <param name="Value">Hexadecimal; <c>***</c> when it is hidden.</param>
/// <param name="Hidden">True when it may not be seen.</param>
public sealed record ObjectView(string Tag, string Value, bool Hidden);

/// <summary>A message, field by field.</summary>
/// <param name="Way">Who said it to whom.</param>
/// <param name="Dialect">How it was written.</param>
/// <param name="Mti">Its type, for example <c>0200</c>; empty when it cannot be read.</param>
/// <param name="Bytes">Its length on the wire.</param>
/// <param name="Fields">In rising order; empty when it cannot be read.</param>
/// <param name="Objects">What field 55 holds.</param>
public sealed record MessageDetail(
    MessageWay Way,
    string Dialect,
    string Mti,
    int Bytes,
    IReadOnlyList<FieldView> Fields,
    IReadOnlyList<ObjectView> Objects
);

/// <summary>Reads kept messages for people: masked by field, whatever was left in them.</summary>
public static class MessageDecoder
{
    private const string Hidden = "***";
    private const int Icc = 55;

    // What the log blanked; a row of zeros must not look like a value.
    private static readonly HashSet<int> s_blanked = [35, 36, 45, 52, 62, 64, 96, 128];

    /// <summary>All messages of a transaction, in the order in which they were said.</summary>
    /// <param name="asked">What the terminal asked, as the intent keeps it.</param>
    /// <param name="issuer">What was said between host and issuer, as the outcome keeps it.</param>
    /// <param name="answered">What the terminal was answered first; null while it was not.</param>
    public static IReadOnlyList<MessageDetail> Decode(byte[]? asked, byte[]? issuer, Answer? answered)
    {
        List<MessageDetail> found = [];
        if (asked is { Length: > 0 })
        {
            found.Add(Decode(MessageWay.TerminalToHost, Dialects.UnionPay, asked));
        }

        foreach (var (kind, message) in MessageLog.Split(issuer))
        {
            found.Add(Decode(kind == 'q' ? MessageWay.HostToIssuer : MessageWay.IssuerToHost, Dialects.Ascii87, message));
        }

        if (asked is { Length: > 0 } && answered is not null && AnswerWriter.Again(asked, answered) is { } answer)
        {
            found.Add(Decode(MessageWay.HostToTerminal, Dialects.UnionPay, answer));
        }

        return found;
    }

    /// <summary>One message.</summary>
    public static MessageDetail Decode(MessageWay way, Dialect dialect, byte[] message)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(message);
        if (!IsoMessage.Read(dialect, message, out var read).IsNone || read is null)
        {
            return new MessageDetail(way, dialect.Name, "", message.Length, [], []);
        }

        var shown = read.Masked(dialect);
        return new MessageDetail(
            way,
            dialect.Name,
            read.Type.ToString(),
            message.Length,
            [
                .. shown.Select(f =>
                {
                    var hidden = s_blanked.Contains(f.Key) || f.Value == Hidden;
                    return new FieldView(f.Key, dialect.Fields[f.Key].Name, hidden ? Hidden : f.Value, hidden);
                }),
            ],
            Objects(read[Icc])
        );
    }

    /// <summary>The data objects of a field 55, those that tell of a card or its holder hidden. What cannot be read as a whole shows nothing.</summary>
    /// <param name="hex">Hexadecimal.</param>
    public static IReadOnlyList<ObjectView> Objects(string? hex)
    {
        if (string.IsNullOrEmpty(hex))
        {
            return [];
        }

        var bytes = Convert.FromHexString(hex);
        List<ObjectView> found = [];
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var one))
        {
            var hidden = MessageLog.MustBlank(one.Tag);
            found.Add(new ObjectView(one.Tag.ToString(), hidden ? Hidden : Convert.ToHexString(one.Value), hidden));
        }

        return reader.Error.IsNone && found.TrueForAll(o => o.Tag != "00") ? found : [];
    }
}
