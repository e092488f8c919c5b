using System.Text.Json;

namespace Guitai.Bench;

/// <summary>One measured figure as a JSON line on standard output; everything else goes to standard error.</summary>
internal static class Figure
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Prints a figure, with the baseline measured beside it and the ratio to it when there is one.</summary>
    public static void Print(string name, double value, string unit, double? baseline = null) =>
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                baseline is { } b
                    ? (object)
                        new
                        {
                            name,
                            value = Math.Round(value, 2),
                            unit,
                            baseline = Math.Round(b, 2),
                            ratio = Math.Round(value / b, 3),
                        }
                    : new
                    {
                        name,
                        value = Math.Round(value, 2),
                        unit,
                    },
                s_json
            )
        );
}
