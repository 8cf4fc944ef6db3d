using System;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using StbImageSharp;

namespace OnnxCodegen.Imaging;

/// <summary>An image as rows of red, green and blue.</summary>
internal sealed record DecodedImage(int Height, int Width, byte[] Pixels)
{
    static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    /// <summary>The image of a file; null where no library can read it.</summary>
    public static DecodedImage? Of(ReadOnlySpan<byte> encoded)
    {
#pragma warning disable CA1031 // a file that cannot be decoded gives an empty image, whatever a library makes of it
        try
        {
            return encoded.StartsWith(JpegStart) ? Jpeg(encoded) : Other(encoded);
        }
        catch (Exception)
        {
            return null;
        }
#pragma warning restore CA1031
    }

    /// <summary>Chroma is interpolated between pixels, as the standard asks.</summary>
    static DecodedImage Jpeg(ReadOnlySpan<byte> encoded)
    {
        ImageResult image = ImageResult.FromMemory(encoded.ToArray(), ColorComponents.RedGreenBlue);
        return new(image.Height, image.Width, image.Data);
    }

    static DecodedImage Other(ReadOnlySpan<byte> encoded)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(encoded);
        var pixels = new byte[checked(image.Height * image.Width * 3)];
        image.CopyPixelDataTo(pixels);
        return new(image.Height, image.Width, pixels);
    }
}
