using System.Text;

namespace Guitai.Emv.Parameters;

/// <summary>Contactless kernels by their number (EMV Contactless Book B, table 3-6).</summary>
public enum ContactlessKernel
{
    /// <summary>The application is for the contact reader only.</summary>
    None = 0,

    /// <summary>Visa's (Book C-3).</summary>
    QVsdc = 3,

    /// <summary>UnionPay's (Book C-7, JR/T 0025.12).</summary>
    QPboc = 7,
}

/// <summary>What the acquirer decides about one application: selection, risk, contactless limits. Amounts are minor units of the terminal's currency.</summary>
/// <param name="Aid">The application, or the beginning of its identifier.</param>
/// <param name="AllowsPartial">True when longer identifiers of this beginning count too (DF01 = 0).</param>
/// <param name="Version">The version that the terminal implements (9F09, 9F08).</param>
public sealed record ApplicationParameters(Aid Aid, bool AllowsPartial, ushort Version)
{
    /// <summary>Denial (TAC, DF13).</summary>
    public ActionCode DenialCode { get; init; } = ActionCode.None;

    /// <summary>Online (TAC, DF12).</summary>
    public ActionCode OnlineCode { get; init; } = ActionCode.All;

    /// <summary>Default, when no answer comes (TAC, DF11).</summary>
    public ActionCode DefaultCode { get; init; } = ActionCode.All;

    /// <summary>For cards without a DDOL (DF14); it must ask for 9F37. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> DefaultDdol { get; init; } = Convert.FromHexString("9F3704");

    /// <summary>For cards without a TDOL; empty when there is none.</summary>
    public ReadOnlyMemory<byte> DefaultTdol { get; init; }

    /// <summary>Whether PINs may be verified online (DF18).</summary>
    public bool OnlinePin { get; init; } = true;

    /// <summary>Amounts from here on go online (9F1B).</summary>
    public long FloorLimit { get; init; }

    /// <summary>Below it a sale is chosen for online with the target's chance, above with a rising one (DF15).</summary>
    public long RandomThreshold { get; init; }

    /// <summary>Per cent at most (DF16).</summary>
    public int RandomMost { get; init; }

    /// <summary>Per cent (DF17).</summary>
    public int RandomTarget { get; init; }

    /// <summary>Electronic cash limit (9F7B); null when not supported.</summary>
    public long? ElectronicCashLimit { get; init; }

    /// <summary>The contactless kernel for this application; by its provider when nothing else is said.</summary>
    public ContactlessKernel Kernel { get; init; } =
        Aid.Rid.Hex switch
        {
            "A000000003" => ContactlessKernel.QVsdc,
            "A000000333" => ContactlessKernel.QPboc,
            _ => ContactlessKernel.None,
        };

    /// <summary>Contactless amounts above it go online (DF19).</summary>
    public long ContactlessFloorLimit { get; init; }

    /// <summary>Contactless is not done from this amount on (DF20).</summary>
    public long ContactlessLimit { get; init; } = long.MaxValue;

    /// <summary>From this amount on a contactless cardholder is verified (DF21).</summary>
    public long ContactlessCvmLimit { get; init; }

    /// <summary>
    /// Reads an application's parameters as a host sends them (message 0800, 380): 9F06 identifier, DF01 selection indicator (0 partial, 1 exact), 9F08 or
    /// 9F09 version, DF11, DF12, DF13 action codes for default, online, denial, 9F1B floor limit, DF15 threshold, DF16 most and DF17 target per cent, DF14
    /// DDOL, DF18 online PIN, 9F7B, DF19, DF20, DF21 contactless floor, transaction and CVM limit. Other tags are passed over.
    /// </summary>
    /// <param name="tlv">The objects.</param>
    /// <param name="parameters">The parameters; null when there is an error.</param>
    /// <returns>What is wrong; <see cref="ParameterError.IsNone"/> when nothing is.</returns>
    public static ParameterError Read(ReadOnlySpan<byte> tlv, out ApplicationParameters? parameters)
    {
        parameters = null;
        var objects = new ParameterObjects(tlv);
        var aid = objects.Required(0x9F06, 5, 16);
        var indicator = objects.Required(0xDF01, 1, 1)[0];
        var version = objects.Required(objects.Has(0x9F09) ? 0x9F09 : 0x9F08, 2, 2);
        var read = new ApplicationParameters(Aid.From(aid) ?? default, indicator == 0, (ushort)((version[0] << 8) | version[1]))
        {
            DefaultCode = ActionCode.From(objects.Required(0xDF11, 5, 5)) ?? default,
            OnlineCode = ActionCode.From(objects.Required(0xDF12, 5, 5)) ?? default,
            DenialCode = ActionCode.From(objects.Required(0xDF13, 5, 5)) ?? default,
            FloorLimit = Floor(objects),
            RandomThreshold = objects.Binary(0xDF15) ?? 0,
            RandomMost = (int)(objects.Digits(0xDF16, 1) ?? 0),
            RandomTarget = (int)(objects.Digits(0xDF17, 1) ?? 0),
            DefaultDdol = objects.Optional(0xDF14, 3, 252) ?? [],
            DefaultTdol = objects.Optional(0x97, 0, 252) ?? [],
            // Hosts write it as a number or as a character.
            OnlinePin = (objects.Optional(0xDF18, 1, 1) ?? [1])[0] is 1 or (byte)'1',
            ElectronicCashLimit = objects.Digits(0x9F7B, 6),
            ContactlessFloorLimit = objects.Digits(0xDF19, 6) ?? 0,
            ContactlessLimit = objects.Digits(0xDF20, 6) ?? long.MaxValue,
            ContactlessCvmLimit = objects.Digits(0xDF21, 6) ?? 0,
        };
        if (indicator > 1)
        {
            objects.Refuse(ParameterFault.Format, 0xDF01);
        }

        // EMV Book 3, 10.6.2: 0 to 99 per cent, the target not above the most, the threshold not above the floor limit.
        if (read.RandomTarget > read.RandomMost)
        {
            objects.Refuse(ParameterFault.Inconsistent, 0xDF17);
        }

        if (read.RandomThreshold > read.FloorLimit)
        {
            objects.Refuse(ParameterFault.Inconsistent, 0xDF15);
        }

        // EMV Book 2, 6.5.1: a DDOL without the unpredictable number is worth nothing.
        if (!read.DefaultDdol.IsEmpty && read.DefaultDdol.Span.IndexOf((ReadOnlySpan<byte>)[0x9F, 0x37]) < 0)
        {
            objects.Refuse(ParameterFault.Format, 0xDF14);
        }

        parameters = objects.Error.IsNone ? read : null;
        return objects.Error;
    }

    private static long Floor(ParameterObjects objects)
    {
        objects.Required(0x9F1B, 4, 4);
        return objects.Binary(0x9F1B) ?? 0;
    }

    /// <summary>The identifier, and nothing of the limits.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Aid.Hex);
        return true;
    }
}
