using System.Xml;
using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Shop.Catalogue;

/// <summary>Pictures of products. What a file is, its content says; a drawing that could act or fetch anything is refused.</summary>
public sealed class PictureBook(Books books, MasterStream masters)
{
    /// <summary>Largest picture taken.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>Takes a picture in.</summary>
    public async Task<Outcome<PictureAnswer>> AddAsync(Actor actor, byte[] bytes)
    {
        var kind = PictureRules.KindOf(bytes);
        if (!kind.Ok)
        {
            return kind.Refusal!;
        }

        var picture = new Picture(books.Ids.Next(), kind.Value, bytes);
        var saved = await masters.SaveAsync(_ => MasterBatch.One(actor, "picture.added", MasterEdit.Save(picture, 0)));
        return saved.Ok ? new PictureAnswer(picture.Id) : saved.Refusal!;
    }

    /// <summary>A picture; null when there is none.</summary>
    public Picture? Find(Guid id) => books.Read(read => read.Find<Picture>(id))?.Value;
}

/// <summary>What a picture's bytes are.</summary>
internal static class PictureRules
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const string Xlink = "http://www.w3.org/1999/xlink";

    private static readonly HashSet<string> s_elements = new(
        [
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "metadata",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "linearGradient",
            "radialGradient",
            "stop",
            "clipPath",
            "mask",
            "pattern",
            "filter",
            "feGaussianBlur",
            "feOffset",
            "feMerge",
            "feMergeNode",
            "feFlood",
            "feComposite",
            "feBlend",
            "feColorMatrix",
            "feDropShadow",
            "style",
        ],
        StringComparer.Ordinal
    );

    /// <summary>The content type, by content; a refusal when it is none of the four kinds or unsafe.</summary>
    public static Outcome<string> KindOf(byte[] bytes)
    {
        if (bytes.Length > PictureBook.MostBytes)
        {
            return new Refusal("body.too-large");
        }

        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return "image/png";
        }

        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }

        if (bytes.Length > 12 && bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8) && bytes.AsSpan(8, 4).SequenceEqual("WEBP"u8))
        {
            return "image/webp";
        }

        return Drawing(bytes);
    }

    private static Outcome<string> Drawing(byte[] bytes)
    {
        try
        {
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = PictureBook.MostBytes,
            };
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            var root = true;
            while (reader.Read())
            {
                if (root && reader.NodeType == XmlNodeType.Element)
                {
                    root = false;
                    if (reader.LocalName != "svg" || reader.NamespaceURI != Svg)
                    {
                        return new Refusal("picture.kind");
                    }
                }

                if (!IsSafe(reader))
                {
                    return Refusal.With("picture.unsafe", "at", reader.Name);
                }
            }

            return "image/svg+xml";
        }
        catch (XmlException)
        {
            return new Refusal("picture.kind");
        }
    }

    // A list of what is harmless, not of what is harmful: anything new is refused until it is on it.
    private static bool IsSafe(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Text or XmlNodeType.CDATA:
                return IsSafeText(reader.Value);
            case XmlNodeType.Element:
                break;
            case XmlNodeType.ProcessingInstruction or XmlNodeType.EntityReference or XmlNodeType.Entity or XmlNodeType.DocumentType:
                return false;
            default:
                return true;
        }

        if (reader.NamespaceURI != Svg || !s_elements.Contains(reader.LocalName))
        {
            return false;
        }

        while (reader.MoveToNextAttribute())
        {
            var isLink = reader.LocalName == "href" && reader.NamespaceURI is "" or Xlink;
            if (
                reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || (isLink && !reader.Value.StartsWith('#'))
                || !(reader.Prefix == "xmlns" || reader.Name == "xmlns" || IsSafeText(reader.Value))
            )
            {
                return false;
            }
        }

        reader.MoveToElement();
        return true;
    }

    // Style may point into the drawing itself, url(#id), and nowhere else. A backslash could hide letters in style.
    private static bool IsSafeText(string text)
    {
        var plain = new string([.. text.ToLowerInvariant().Where(c => !char.IsWhiteSpace(c) && c is not ('"' or '\''))]);
        return !plain.Contains('\\')
            && !plain.Contains("javascript:", StringComparison.Ordinal)
            && !plain.Contains("data:", StringComparison.Ordinal)
            && !plain.Contains("@import", StringComparison.Ordinal)
            && !plain.Contains("expression(", StringComparison.Ordinal)
            && !plain.Replace("url(#", "", StringComparison.Ordinal).Contains("url(", StringComparison.Ordinal)
            && !plain.Contains("image(", StringComparison.Ordinal)
            && !plain.Contains("image-set(", StringComparison.Ordinal);
    }
}
