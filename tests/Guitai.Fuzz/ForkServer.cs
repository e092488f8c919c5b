using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Fuzz;

/// <summary>
/// AFL's fork server protocol without a fork: each "child" is one call of the target in this process. Input comes on standard input; an exception is told as
/// SIGABRT. A read past the input's end hits a guarded page and ends the process, and AFL kills one that hangs: then <c>build/fuzz-worker</c>, which started it,
/// tells AFL how it ended and starts the next.
/// </summary>
internal static unsafe partial class ForkServer
{
    private const int ControlFd = 198;
    private const int StatusFd = 199;
    private const int Aborted = 6;
    private const int LongestInput = 64 * 1024;

    /// <param name="target">What is fuzzed.</param>
    /// <param name="first">False when AFL already knows that there is a fork server.</param>
    public static int Run(Action<ReadOnlySpan<byte>> target, bool first)
    {
        if (Environment.GetEnvironmentVariable("__AFL_SHM_ID") is { } shared)
        {
            Coverage.Use((byte*)SharedMemoryAttach(int.Parse(shared), 0, 0));
        }

        using var control = new FileStream(new SafeFileHandle(ControlFd, ownsHandle: false), FileAccess.Read, 0);
        using var status = new FileStream(new SafeFileHandle(StatusFd, ownsHandle: false), FileAccess.Write, 0);
        using var page = new GuardedInput(LongestInput);
        var word = new byte[4];
        if (first)
        {
            status.Write(word);
        }

        while (control.ReadAtLeast(word, 4, throwOnEndOfStream: false) == 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(word, Environment.ProcessId);
            status.Write(word);
            Coverage.Begin();
            BinaryPrimitives.WriteInt32LittleEndian(word, Once(target, page));
            status.Write(word);
        }

        return 0;
    }

    private static int Once(Action<ReadOnlySpan<byte>> target, GuardedInput page)
    {
        try
        {
            target(page.ReadStandardInput());
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return Aborted;
        }
    }

    [LibraryImport("libc", EntryPoint = "shmat")]
    private static partial nint SharedMemoryAttach(int id, nint address, int flags);

    /// <summary>Memory that ends at a page that must not be touched.</summary>
    private sealed partial class GuardedInput : IDisposable
    {
        private readonly int _size;
        private readonly byte* _start;
        private readonly byte[] _read;

        public GuardedInput(int size)
        {
            _size = size;
            _read = new byte[size];
            // PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS as Linux numbers them.
            _start = (byte*)MemoryMap(0, (nuint)(size + Environment.SystemPageSize), 3, 0x22, -1, 0);
            if (Protect((nint)(_start + size), (nuint)Environment.SystemPageSize, 0) != 0)
            {
                throw new InvalidOperationException("The page was not guarded.");
            }
        }

        public ReadOnlySpan<byte> ReadStandardInput()
        {
            // AFL gives one file again and again as standard input: it is read from its beginning.
            _ = Seek(0, 0, 0);
            var length = 0;
            nint got;
            fixed (byte* bytes = _read)
            {
                while (length < _size && (got = Read(0, bytes + length, (nuint)(_size - length))) > 0)
                {
                    length += (int)got;
                }
            }

            var placed = new Span<byte>(_start + _size - length, length);
            _read.AsSpan(0, length).CopyTo(placed);
            return placed;
        }

        public void Dispose() => _ = Unmap((nint)_start, (nuint)(_size + Environment.SystemPageSize));

        [LibraryImport("libc", EntryPoint = "mmap")]
        private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect")]
        private static partial int Protect(nint address, nuint length, int protection);

        [LibraryImport("libc", EntryPoint = "munmap")]
        private static partial int Unmap(nint address, nuint length);

        [LibraryImport("libc", EntryPoint = "lseek")]
        private static partial nint Seek(int file, nint offset, int whence);

        [LibraryImport("libc", EntryPoint = "read")]
        private static partial nint Read(int file, byte* buffer, nuint count);
    }
}
