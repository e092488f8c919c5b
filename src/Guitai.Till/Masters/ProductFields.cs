using System.Buffers.Binary;
using System.Text.Json;

namespace Guitai.Till.Masters;

/// <summary>A product as its JSON says it, read without making an object of it or of any of its texts: half a million are read at every start.
/// Texts are UTF-8; an id that is not given is <see cref="Guid.Empty"/>.</summary>
internal ref struct ProductFields
{
    public Guid Id;
    public ReadOnlySpan<byte> Code;
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> NameEn;
    public bool HasNameEn;
    public Guid Category;
    public ReadOnlySpan<byte> Unit;
    public ReadOnlySpan<byte> UnitEn;
    public bool HasUnitEn;
    public long Price;
    public long Cost;
    public Guid Tax;
    public Guid Picture;
    public Mark Marks;

    /// <summary>Each behind its length, as <see cref="ProductText"/> keeps them.</summary>
    public ReadOnlySpan<byte> Barcodes;

    public int BarcodeCount;

    /// <summary>Reads a <see cref="Contracts.Masters.Product"/>.</summary>
    /// <param name="scratch">As long as the JSON, or longer; some of the texts come to stand there.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static ProductFields Read(ReadOnlySpan<byte> json, Span<byte> scratch)
    {
        var fields = new ProductFields { Marks = Mark.Held | Mark.Active };
        var seen = 0;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A product is an object.");
        }

        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    seen += fields.Take(name, ref reader, ref scratch);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("A product's field is of another type.", exception);
        }

        // Id, code, name, unit, price and tax.
        return seen == 6 ? fields : throw new JsonException("A product lacks a field.");
    }

    // Takes one field; 1 when it is one that no product lacks.
    private int Take(ReadOnlySpan<byte> name, scoped ref Utf8JsonReader reader, scoped ref Span<byte> scratch)
    {
        if (name.SequenceEqual("id"u8))
        {
            Id = reader.GetGuid();
        }
        else if (name.SequenceEqual("code"u8))
        {
            Code = Text(ref reader, ref scratch);
        }
        else if (name.SequenceEqual("name"u8))
        {
            Name = Text(ref reader, ref scratch);
        }
        else if (name.SequenceEqual("unit"u8))
        {
            Unit = Text(ref reader, ref scratch);
        }
        else if (name.SequenceEqual("priceMinor"u8))
        {
            Price = reader.GetInt64();
        }
        else if (name.SequenceEqual("taxClassId"u8))
        {
            Tax = reader.GetGuid();
        }
        else
        {
            TakeOptional(name, ref reader, ref scratch);
            return 0;
        }

        return 1;
    }

    private void TakeOptional(ReadOnlySpan<byte> name, scoped ref Utf8JsonReader reader, scoped ref Span<byte> scratch)
    {
        if (name.SequenceEqual("nameEn"u8))
        {
            NameEn = Text(ref reader, ref scratch);
            HasNameEn = true;
        }
        else if (name.SequenceEqual("categoryId"u8))
        {
            Category = reader.GetGuid();
        }
        else if (name.SequenceEqual("unitEn"u8))
        {
            UnitEn = Text(ref reader, ref scratch);
            HasUnitEn = true;
        }
        else if (name.SequenceEqual("costMinor"u8))
        {
            Cost = reader.GetInt64();
        }
        else if (name.SequenceEqual("barcodes"u8))
        {
            TakeBarcodes(ref reader, ref scratch);
        }
        else if (name.SequenceEqual("pictureId"u8))
        {
            Picture = reader.GetGuid();
        }
        else if (name.SequenceEqual("weighed"u8))
        {
            Set(Mark.Weighed, reader.GetBoolean());
        }
        else if (name.SequenceEqual("favourite"u8))
        {
            Set(Mark.Favourite, reader.GetBoolean());
        }
        else if (name.SequenceEqual("active"u8))
        {
            Set(Mark.Active, reader.GetBoolean());
        }
        else
        {
            reader.Skip();
        }
    }

    private void TakeBarcodes(scoped ref Utf8JsonReader reader, scoped ref Span<byte> scratch)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Barcodes are a list.");
        }

        var length = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var text = reader.CopyString(scratch[(length + 2)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(scratch[length..], ProductText.LengthOf(text));
            length += 2 + text;
            BarcodeCount++;
        }

        Barcodes = scratch[..length];
        scratch = scratch[length..];
    }

    private void Set(Mark mark, bool so) => Marks = so ? Marks | mark : Marks & ~mark;

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader, scoped ref Span<byte> scratch)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
        {
            _ = ProductText.LengthOf(reader.ValueSpan.Length);
            return reader.ValueSpan;
        }

        var length = ProductText.LengthOf(reader.CopyString(scratch));
        var text = scratch[..length];
        scratch = scratch[length..];
        return text;
    }
}
