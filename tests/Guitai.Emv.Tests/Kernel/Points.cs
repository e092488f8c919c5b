using System.Reflection;
using Xunit.v3;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Which of the 48 points of a kernel a test is about, and from which side.</summary>
/// <param name="number">1 to 48.</param>
/// <param name="side">A case in which all is well, or one in which something is not.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PointAttribute(int number, Side side) : Attribute, ITraitAttribute
{
    public int Number => number;

    public Side Side => side;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Point", $"{number}"), new("Side", $"{side}")];
}

/// <summary>The two sides of a point.</summary>
public enum Side
{
    Well,
    Ill,
}

/// <summary>No point is without a case of each side.</summary>
public sealed class PointTests
{
    private static readonly string[] s_points =
    [
        "1 answer to reset",
        "2 T=0 61xx and 6Cxx",
        "3 directory to 6A83",
        "4 list of identifiers",
        "5 partial identifier, next occurrence",
        "6 6283 dropped, 6A81 ends",
        "7 priority and confirmation",
        "8 empty list",
        "9 PDOL",
        "10 GPO formats",
        "11 GPO 6985",
        "12 file locator",
        "13 mandatory data",
        "14 objects twice",
        "15 CDA, DDA, SDA",
        "16 no authentication",
        "17 issuer certificate",
        "18 card certificate",
        "19 failure bits",
        "20 SDA selected",
        "21 INTERNAL AUTHENTICATE",
        "22 version",
        "23 dates",
        "24 service, new card",
        "25 CVM list",
        "26 no list",
        "27 9F34 byte 3",
        "28 byte 3 of the TVR",
        "29 offline PIN",
        "30 apply succeeding",
        "31 floor limit",
        "32 random selection",
        "33 velocity",
        "34 exception file",
        "35 denial, online, default",
        "36 P1 and CDOL1",
        "37 no upgrade, mandatory answer",
        "38 CDA",
        "39 EXTERNAL AUTHENTICATE",
        "40 scripts",
        "41 no answer",
        "42 card declines an approval",
        "43 PPSE",
        "44 limits and 9F66",
        "45 GPO objects",
        "46 CID",
        "47 fDDA",
        "48 CTQ",
    ];

    public static TheoryData<string> Points => [.. s_points];

    [Theory]
    [MemberData(nameof(Points))]
    public void A_point_has_a_case_of_each_side(string point)
    {
        var number = int.Parse(point.Split(' ')[0]);
        var sides = typeof(PointTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<PointAttribute>())
            .Where(p => p.Number == number)
            .Select(p => p.Side);
        Assert.Equal([Side.Well, Side.Ill], sides.Distinct().Order());
    }
}
