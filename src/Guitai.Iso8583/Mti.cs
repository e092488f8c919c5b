using System.Globalization;

namespace Guitai.Iso8583;

/// <summary>A message type identifier: version, class, function and origin, a digit each (ISO 8583:1987, 4.1).</summary>
/// <param name="Value">The four digits as a number, 0 to 9999: 200 for <c>0200</c>.</param>
public readonly record struct Mti(int Value)
{
    /// <summary>0 for ISO 8583:1987, 1 for 1993, 2 for 2003.</summary>
    public int Version => Value / 1000;

    /// <summary>The class: 1 authorisation, 2 financial, 3 file actions, 4 reversal, 5 reconciliation, 6 administrative, 8 network management.</summary>
    public int Class => Value / 100 % 10;

    /// <summary>The function: 0 request, 1 its answer, 2 advice, 3 its answer.</summary>
    public int Function => Value / 10 % 10;

    /// <summary>Who began: 0 the acquirer, 2 the issuer, 4 another; odd for repeats.</summary>
    public int Origin => Value % 10;

    /// <summary>The type that answers this one: function plus one, origin without the repeat (0200 and 0201 are answered by 0210).</summary>
    public Mti Answer => new(Value + 10 - (Origin % 2));

    /// <summary>Reads four digits.</summary>
    /// <returns>False when it is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Mti mti)
    {
        mti = default;
        if (text.Length != 4 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        mti = new Mti(value);
        return true;
    }

    /// <summary>Four digits.</summary>
    public override string ToString() => Value.ToString("D4", CultureInfo.InvariantCulture);
}
