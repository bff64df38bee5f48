/** A photo of a phone is 5 MB; a paper is readable at 2000 pixels and a tenth of that. */
const LONGEST = 2000;
const SMALL_ENOUGH = 900_000;

/** The photo made smaller when that helps; the file itself when it is no photo, small already, or the phone cannot. */
export async function shrunk(file: File): Promise<{ blob: Blob; name: string }> {
  const asItIs = { blob: file, name: file.name };
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= SMALL_ENOUGH || !('createImageBitmap' in globalThis))
    return asItIs;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return blob && blob.size < file.size ? { blob, name: file.name.replace(/\.\w+$/, '.jpg') } : asItIs;
  } catch {
    // A picture that this phone cannot open goes up whole: the server looks at what it is.
    return asItIs;
  }
}
