using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <content>Conversions to narrow types that saturate or wrap; NaN gives 0.</content>
public static partial class Elements
{
    /// <summary>Saturates to −128 … 127.</summary>
    public static sbyte SaturateToInt8<T>(T x)
        where T : INumberBase<T> => sbyte.CreateSaturating(x);

    /// <summary>Saturates to 0 … 255.</summary>
    public static byte SaturateToUInt8<T>(T x)
        where T : INumberBase<T> => byte.CreateSaturating(x);

    /// <summary>Saturates to −32768 … 32767.</summary>
    public static short SaturateToInt16<T>(T x)
        where T : INumberBase<T> => short.CreateSaturating(x);

    /// <summary>Saturates to 0 … 65535.</summary>
    public static ushort SaturateToUInt16<T>(T x)
        where T : INumberBase<T> => ushort.CreateSaturating(x);

    /// <summary>Saturates to the range of int32.</summary>
    public static int SaturateToInt32<T>(T x)
        where T : INumberBase<T> => int.CreateSaturating(x);

    /// <summary>Saturates to the range of uint32.</summary>
    public static uint SaturateToUInt32<T>(T x)
        where T : INumberBase<T> => uint.CreateSaturating(x);

    /// <summary>Saturates to the range of int64.</summary>
    public static long SaturateToInt64<T>(T x)
        where T : INumberBase<T> => long.CreateSaturating(x);

    /// <summary>Saturates to the range of uint64.</summary>
    public static ulong SaturateToUInt64<T>(T x)
        where T : INumberBase<T> => ulong.CreateSaturating(x);

    /// <summary>Saturates to −8 … 7.</summary>
    public static sbyte SaturateToInt4<T>(T x)
        where T : INumberBase<T> => System.Math.Clamp(sbyte.CreateSaturating(x), (sbyte)-8, (sbyte)7);

    /// <summary>Saturates to 0 … 15.</summary>
    public static byte SaturateToUInt4<T>(T x)
        where T : INumberBase<T> => System.Math.Min(byte.CreateSaturating(x), (byte)15);

    /// <summary>Saturates to −2 … 1.</summary>
    public static sbyte SaturateToInt2<T>(T x)
        where T : INumberBase<T> => System.Math.Clamp(sbyte.CreateSaturating(x), (sbyte)-2, (sbyte)1);

    /// <summary>Saturates to 0 … 3.</summary>
    public static byte SaturateToUInt2<T>(T x)
        where T : INumberBase<T> => System.Math.Min(byte.CreateSaturating(x), (byte)3);

    /// <summary>The low four bits as a signed number.</summary>
    public static sbyte WrapToInt4(int x) => (sbyte)((x << 28) >> 28);

    /// <summary>The low four bits.</summary>
    public static byte WrapToUInt4(int x) => (byte)(x & 15);

    /// <summary>The low two bits as a signed number.</summary>
    public static sbyte WrapToInt2(int x) => (sbyte)((x << 30) >> 30);

    /// <summary>The low two bits.</summary>
    public static byte WrapToUInt2(int x) => (byte)(x & 3);
}
