namespace Guitai.Emv.Tlv;

/// <summary>An object with its children, for tools and tests.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Value">The value's bytes, those of a template too.</param>
/// <param name="Children">The objects of a template; empty for any other.</param>
public sealed record TlvNode(Tag Tag, ReadOnlyMemory<byte> Value, IReadOnlyList<TlvNode> Children)
{
    /// <summary>How many templates may stand in each other.</summary>
    public const int DeepestLevel = 8;

    /// <summary>Reads objects and all that they hold.</summary>
    /// <param name="bytes">The objects of the top level.</param>
    /// <param name="nodes">The objects; empty when there is an error.</param>
    /// <returns>What is wrong, with the place in all of the bytes; <see cref="TlvError.IsNone"/> when nothing is.</returns>
    public static TlvError Parse(ReadOnlyMemory<byte> bytes, out IReadOnlyList<TlvNode> nodes)
    {
        var error = Parse(bytes, 0, DeepestLevel, out var found);
        nodes = error.IsNone ? found : [];
        return error;
    }

    private static TlvError Parse(ReadOnlyMemory<byte> bytes, int from, int levels, out List<TlvNode> nodes)
    {
        nodes = [];
        var reader = new TlvReader(bytes.Span);
        while (reader.TryRead(out var found))
        {
            bytes.Span.Overlaps(found.Encoded, out var at);
            var valueAt = at + found.Encoded.Length - found.Value.Length;
            var value = bytes.Slice(valueAt, found.Value.Length);
            List<TlvNode> children = [];
            if (found.Tag.IsConstructed)
            {
                if (levels == 0)
                {
                    return new TlvError(TlvFault.TooDeep, from + at);
                }

                var error = Parse(value, from + valueAt, levels - 1, out children);
                if (!error.IsNone)
                {
                    return error;
                }
            }

            nodes.Add(new TlvNode(found.Tag, value, children));
        }

        return reader.Error.IsNone ? default : reader.Error with { Offset = from + reader.Error.Offset };
    }
}
