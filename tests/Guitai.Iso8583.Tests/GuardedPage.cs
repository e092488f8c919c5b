using System.Runtime.InteropServices;

namespace Guitai.Testing;

/// <summary>Memory that ends at a page which must not be touched: one byte read past the end ends the process.</summary>
internal sealed unsafe partial class GuardedPage : IDisposable
{
    private const int Size = 64 * 1024;
    private readonly byte* _start;

    public GuardedPage()
    {
        var page = Environment.SystemPageSize;
        // PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS as Linux numbers them.
        _start = (byte*)MemoryMap(0, (nuint)(Size + page), 3, 0x22, -1, 0);
        Assert.NotEqual(-1, (nint)_start);
        Assert.Equal(0, Protect((nint)(_start + Size), (nuint)page, 0));
    }

    /// <summary>The bytes, placed so that the last of them is the last before the guarded page.</summary>
    public ReadOnlySpan<byte> Place(ReadOnlySpan<byte> bytes)
    {
        var target = new Span<byte>(_start + Size - bytes.Length, bytes.Length);
        bytes.CopyTo(target);
        return target;
    }

    public void Dispose() => _ = Unmap((nint)_start, (nuint)(Size + Environment.SystemPageSize));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
