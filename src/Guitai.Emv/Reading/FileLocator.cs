namespace Guitai.Emv.Reading;

/// <summary>One entry of the application file locator: records of one file, the first of them signed (EMV Book 3, 10.2).</summary>
internal readonly record struct FileLocator(int File, int First, int Last, int Signed)
{
    /// <summary>All entries; null when the locator is malformed.</summary>
    public static List<FileLocator>? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % 4 != 0)
        {
            return null;
        }

        var entries = new List<FileLocator>();
        for (; !bytes.IsEmpty; bytes = bytes[4..])
        {
            var entry = new FileLocator(bytes[0] >> 3, bytes[1], bytes[2], bytes[3]);
            if (
                (bytes[0] & 0x07) != 0
                || entry.File is < 1 or > 30
                || entry.First == 0
                || entry.Last < entry.First
                || entry.Signed > entry.Last - entry.First + 1
            )
            {
                return null;
            }

            entries.Add(entry);
        }

        return entries;
    }
}
