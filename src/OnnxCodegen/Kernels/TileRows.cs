using System.Runtime.InteropServices;

namespace OnnxCodegen.Kernels;

// Heights of tiles as types, so that each height is compiled apart: the size of the type is the number of rows.

[StructLayout(LayoutKind.Sequential, Size = 1)]
readonly struct Rows1;

[StructLayout(LayoutKind.Sequential, Size = 2)]
readonly struct Rows2;

[StructLayout(LayoutKind.Sequential, Size = 3)]
readonly struct Rows3;

[StructLayout(LayoutKind.Sequential, Size = 4)]
readonly struct Rows4;

[StructLayout(LayoutKind.Sequential, Size = 5)]
readonly struct Rows5;

[StructLayout(LayoutKind.Sequential, Size = 6)]
readonly struct Rows6;

[StructLayout(LayoutKind.Sequential, Size = 7)]
readonly struct Rows7;

[StructLayout(LayoutKind.Sequential, Size = 8)]
readonly struct Rows8;

[StructLayout(LayoutKind.Sequential, Size = 9)]
readonly struct Rows9;

[StructLayout(LayoutKind.Sequential, Size = 10)]
readonly struct Rows10;

[StructLayout(LayoutKind.Sequential, Size = 11)]
readonly struct Rows11;

[StructLayout(LayoutKind.Sequential, Size = 12)]
readonly struct Rows12;

[StructLayout(LayoutKind.Sequential, Size = 13)]
readonly struct Rows13;

[StructLayout(LayoutKind.Sequential, Size = 14)]
readonly struct Rows14;
