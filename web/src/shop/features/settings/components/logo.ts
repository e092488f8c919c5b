/** The widest logo: the dots of 58 mm paper, so that it fits on any. */
const mostWidth = 384;
const mostHeight = 240;

/**
 * Makes a picture printable: at most 384 × 240 dots, black or white, error diffusion (Floyd and Steinberg) for the greys between.
 * @returns a binary PBM (P4) in base64, or null when the file is no picture
 */
export async function logoOf(file: File): Promise<string | null> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return toPbm(image);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function toPbm(image: HTMLImageElement): string | null {
  // A vector picture without a size of its own has none to keep.
  const [naturalWidth, naturalHeight] = [image.naturalWidth || mostWidth, image.naturalHeight || mostHeight];
  const scale = Math.min(1, mostWidth / naturalWidth, mostHeight / naturalHeight);
  const width = Math.max(1, Math.round(naturalWidth * scale));
  const height = Math.max(1, Math.round(naturalHeight * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return pbmOf(luminanceOf(context.getImageData(0, 0, width, height).data), width, height);
}

function luminanceOf(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let dot = 0; dot < grey.length; dot++) {
    const at = dot * 4;
    grey[dot] = 0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0);
  }
  return grey;
}

function pbmOf(grey: Float32Array, width: number, height: number): string {
  const bytesPerRow = Math.ceil(width / 8);
  const bits = new Uint8Array(bytesPerRow * height);
  const spread = (x: number, y: number, error: number): void => {
    if (x >= 0 && x < width && y < height) grey[y * width + x] = (grey[y * width + x] ?? 0) + error;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = grey[y * width + x] ?? 255;
      const black = value < 128;
      const error = (value - (black ? 0 : 255)) / 16;
      if (black) bits[y * bytesPerRow + (x >> 3)] = (bits[y * bytesPerRow + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
      spread(x + 1, y, error * 7);
      spread(x - 1, y + 1, error * 3);
      spread(x, y + 1, error * 5);
      spread(x + 1, y + 1, error);
    }
  }
  const header = `P4\n${String(width)} ${String(height)}\n`;
  return btoa(header + Array.from(bits, (byte) => String.fromCharCode(byte)).join(''));
}
