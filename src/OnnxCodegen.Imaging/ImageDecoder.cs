using System;

namespace OnnxCodegen.Imaging;

/// <summary>The runtime functions of ONNX's operator ImageDecoder.</summary>
public static class ImageDecoder
{
    [ThreadStatic]
    static DecodedImage? measured;

    /// <summary>Decodes an image and tells its size. The image stays for <see cref="Decode"/>, which follows on the same thread.</summary>
    /// <param name="encoded">A file of one of the formats BMP, JPEG, PNG, TIFF, WebP, PBM, PGM, PPM and PNM.</param>
    /// <param name="size">The height and the width; zeros where the stream cannot be decoded.</param>
    public static void Measure(ReadOnlySpan<byte> encoded, Span<long> size)
    {
        measured = DecodedImage.Of(encoded);
        (size[0], size[1]) = measured is { } image ? (image.Height, image.Width) : (0, 0);
    }

    /// <summary>The pixels of an image, row by row.</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="pixels">Three bytes for each pixel, one where it is gray.</param>
    /// <param name="height">The image's height, as it was measured.</param>
    /// <param name="width">The image's width, as it was measured.</param>
    /// <param name="pixelFormat">RGB, BGR or Grayscale.</param>
    /// <exception cref="ArgumentException">The image has another size, or the pixel format is unknown.</exception>
    public static void Decode(ReadOnlySpan<byte> encoded, Span<byte> pixels, int height, int width, string pixelFormat)
    {
        DecodedImage? image = measured ?? DecodedImage.Of(encoded);
        measured = null;
        if (height == 0 || width == 0)
            return;
        if (image is null || image.Height != height || image.Width != width)
            throw new ArgumentException($"The image has not the size {height} × {width}.", nameof(encoded));
        switch (pixelFormat)
        {
            case "RGB":
                image.Pixels.CopyTo(pixels);
                break;
            case "BGR":
                Exchange(image.Pixels, pixels);
                break;
            case "Grayscale":
                Weigh(image.Pixels, pixels);
                break;
            default:
                throw new ArgumentException($"'{pixelFormat}' is no pixel format.", nameof(pixelFormat));
        }
    }

    static void Exchange(ReadOnlySpan<byte> rgb, Span<byte> bgr)
    {
        for (int i = 0; i < rgb.Length; i += 3)
            (bgr[i], bgr[i + 1], bgr[i + 2]) = (rgb[i + 2], rgb[i + 1], rgb[i]);
    }

    /// <summary>The luma of ITU-R BT.601 in 16 fractional bits.</summary>
    static void Weigh(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (int i = 0; i < rgb.Length; i += 3)
            gray[i / 3] = (byte)(((rgb[i] * 19595) + (rgb[i + 1] * 38470) + (rgb[i + 2] * 7471) + 0x8000) >> 16);
    }
}
