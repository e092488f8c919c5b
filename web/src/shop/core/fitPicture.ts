const largestBytes = 256 * 1024;
const qualities = [0.86, 0.74, 0.6, 0.45];

/**
 * Makes a photo small enough for the catalogue; what is small already goes as it is.
 * @param longestEdge in pixels, of the picture as it is kept
 * @returns null when the browser cannot read it as a picture
 */
export async function fitPicture(file: File, longestEdge = 800): Promise<Blob | null> {
  if (file.type === 'image/svg+xml' || (file.size <= largestBytes && /^image\/(png|jpeg|webp)$/.test(file.type))) {
    return file;
  }
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, longestEdge / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    let smallest: Blob | null = null;
    for (const quality of qualities) {
      smallest = await new Promise((resolve) => {
        canvas.toBlob(resolve, 'image/webp', quality);
      });
      if (smallest === null || smallest.size <= largestBytes) {
        break;
      }
    }
    return smallest;
  } catch {
    return null;
  }
}
