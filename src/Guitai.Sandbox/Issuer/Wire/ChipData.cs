namespace Guitai.Sandbox.Issuer.Wire;

/// <summary>The chip's objects of field 55, found by their tags (EMV Book 3, annex B; tags of one or two bytes, lengths of one to three).</summary>
internal readonly ref struct ChipData(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The value of a tag.</summary>
    /// <returns>False when it is not there, or what stands before it cannot be read.</returns>
    public bool TryFind(int tag, out ReadOnlySpan<byte> value)
    {
        var rest = _bytes;
        while (TryNext(ref rest, out var found, out value))
        {
            if (found == tag)
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>True when the whole is objects and nothing else.</summary>
    public bool IsWhole()
    {
        var rest = _bytes;
        while (TryNext(ref rest, out _, out _)) { }

        return rest.IsEmpty;
    }

    private static bool TryNext(scoped ref ReadOnlySpan<byte> rest, out int tag, out ReadOnlySpan<byte> value)
    {
        tag = 0;
        value = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var at = 1;
        tag = rest[0];
        if ((tag & 0x1F) == 0x1F)
        {
            do
            {
                if (at >= rest.Length || at > 3)
                {
                    return false;
                }

                tag = unchecked((tag << 8) | rest[at]);
            } while ((rest[at++] & 0x80) != 0);
        }

        if (at >= rest.Length)
        {
            return false;
        }

        int length = rest[at++];
        if (length > 0x80)
        {
            var bytes = length & 0x7F;
            if (bytes > 2 || rest.Length - at < bytes)
            {
                return false;
            }

            length = bytes == 1 ? rest[at] : (rest[at] << 8) | rest[at + 1];
            at += bytes;
        }
        else if (length == 0x80)
        {
            return false;
        }

        if (rest.Length - at < length)
        {
            return false;
        }

        value = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return true;
    }
}
