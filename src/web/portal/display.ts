/** Large text and high contrast: two cookies that the reading pages know too. */
type DisplayKey = 'size' | 'contrast';
const STRONG = { size: 'large', contrast: 'high' } as const;
const COOKIES = { size: 'mz_size', contrast: 'mz_contrast' } as const;
const YEAR = 31_536_000;

export const isStrong = (key: DisplayKey): boolean => document.cookie.split('; ').includes(`${COOKIES[key]}=${STRONG[key]}`);

export function applyDisplay(): void {
  for (const key of ['size', 'contrast'] as const) document.documentElement.dataset[key] = isStrong(key) ? STRONG[key] : 'normal';
}

export function toggleDisplay(key: DisplayKey): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent from the phones this is for
  document.cookie = `${COOKIES[key]}=${isStrong(key) ? 'normal' : STRONG[key]}; path=/; max-age=${YEAR}; samesite=lax`;
  applyDisplay();
}
