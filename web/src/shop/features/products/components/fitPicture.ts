const largestBytes = 256 * 1024;
const longestEdge = 800;

/**
 * Makes a photo small enough for the catalogue; what is small already goes as it is.
 * @returns null when the browser cannot read it as a picture
 */
export async function fitPicture(file: File): Promise<Blob | null> {
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
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, 'image/webp', 0.82);
    });
  } catch {
    return null;
  }
}
