using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Till.Devices;

/// <summary>A device file opened so that neither reading nor writing ever blocks: a printer without paper holds a plain write for as long as it likes,
/// and nothing can call it back. The numbers are Linux's (<c>fcntl.h</c>, <c>poll.h</c>).</summary>
internal sealed partial class PosixFile : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int WriteOnly = 0x1;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const short PollIn = 0x1;
    private const short PollOut = 0x4;
    private const short PollFailed = 0x8 | 0x10 | 0x20;
    private const int TryAgain = 11;
    private const int Interrupted = 4;

    private readonly SafeFileHandle _handle;

    private PosixFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens for both ways, or for writing alone where the device does not read; null when neither is possible.</summary>
    public static PosixFile? TryOpen(string path)
    {
        foreach (var mode in new[] { ReadWrite, WriteOnly })
        {
            var descriptor = Open(path, mode | NoControllingTerminal | NonBlocking | CloseOnExec);
            if (descriptor >= 0)
            {
                return new PosixFile(new SafeFileHandle(descriptor, ownsHandle: true));
            }
        }

        return null;
    }

    /// <returns>Bytes read; 0 when there are none now; -1 when the device failed.</returns>
    public int Read(byte[] buffer)
    {
        var ready = Ready(PollIn);
        return ready != 1 ? ready : Count(Read(_handle, buffer, (nuint)buffer.Length));
    }

    /// <returns>Bytes taken; 0 when none can be taken now; -1 when the device failed.</returns>
    public int Write(byte[] piece)
    {
        var ready = Ready(PollOut);
        return ready != 1 ? ready : Count(Write(_handle, piece, (nuint)piece.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private int Ready(short wanted)
    {
        var poll = new PollDescriptor { Descriptor = (int)_handle.DangerousGetHandle(), Events = wanted };
        var count = Poll(ref poll, 1, 0);
        return count < 0 ? Count(count)
            : (poll.Happened & wanted) != 0 ? 1
            : (poll.Happened & PollFailed) != 0 ? -1
            : 0;
    }

    private static int Count(nint result) =>
        result >= 0 ? (int)result
        : Marshal.GetLastPInvokeError() is TryAgain or Interrupted ? 0
        : -1;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(SafeFileHandle descriptor, [Out] byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(SafeFileHandle descriptor, byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
