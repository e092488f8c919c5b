using System.Globalization;

namespace Guitai.Documents;

/// <summary>Quantities in thousandths as people read them.</summary>
public static class OrderQuantity
{
    /// <summary><c>3</c> for 3,000, <c>0.355</c> for 355.</summary>
    public static string Text(long quantityMilli)
    {
        var whole = (quantityMilli / 1000).ToString(CultureInfo.InvariantCulture);
        var rest = quantityMilli % 1000;
        return rest == 0 ? whole : $"{whole}.{rest.ToString("000", CultureInfo.InvariantCulture).TrimEnd('0')}";
    }
}
