using System;
using System.Runtime.InteropServices;

namespace OnnxCodegen;

/// <summary>Memory in pages of 2 MiB where the operating system offers them: a large buffer costs few page faults and few misses of the
/// table of pages.</summary>
internal static unsafe class HugePages
{
    /// <summary>The size of a huge page of x64 and Arm64 with base pages of 4 KiB.</summary>
    public const nuint Size = 2 << 20;

    /// <summary>The value of Linux's MADV_HUGEPAGE.</summary>
    const int HugePageAdvice = 14;

    /// <summary>The alignment that buffers of this size should have.</summary>
    public static nuint AlignmentOf(nuint bytes, nuint otherwise) => OperatingSystem.IsLinux() && bytes >= Size ? Size : otherwise;

    /// <summary>Asks for huge pages under memory that begins at one of their borders. Where there are none nothing changes.</summary>
    public static void Advise(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux() && bytes >= Size)
            _ = Advise(start, bytes, HugePageAdvice);
    }

    [DllImport("libc", EntryPoint = "madvise", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Advise(void* start, nuint bytes, int advice);
}
