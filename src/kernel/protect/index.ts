/** Masking (platform rules 5.5): what a person without need sees of a name, a number, a telephone, an account. */

/** 张三 → 张*；张小华 → 张*华；欧阳小华 → 欧**华 */
export function maskName(name: string): string {
  const letters = [...name];
  if (letters.length <= 1) return name;
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** What the public reads of who is on a notice: in full where neighbours may object, else masked; of a child nothing at all. */
export function publicName(who: { readonly name: string; readonly isMinor: boolean }, audience: 'internet' | 'village'): string {
  if (who.isMinor) return '未成年人（依法不公开姓名）';
  return audience === 'village' ? who.name : maskName(who.name);
}

/** 421202195001010012 → 421***********0012 */
export function maskIdNumber(idNumber: string): string {
  // A temporary number is short: seven of its characters would be all of it.
  const [first, last] = idNumber.length > 8 ? [3, 4] : [1, Math.min(2, idNumber.length - 1)];
  return `${idNumber.slice(0, first)}${'*'.repeat(idNumber.length - first - last)}${idNumber.slice(idNumber.length - last)}`;
}

/** Whether a number is one that was masked for whoever reads it; only the server that masked it knows the rest. */
export const isMaskedIdNumber = (text: string): boolean => /^\d{3}\*{11}[\dX]{4}$/.test(text);

/** 13812345678 → 138****5678 */
export const maskPhone = (phone: string): string =>
  phone.length === 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '*'.repeat(phone.length);

/** 6217…1234 → 尾号1234 */
export const maskAccount = (account: string): string => `尾号${account.slice(-4)}`;

export { type Spotted, spotHealth, spotNumbers, spottedWords } from './spot.ts';
