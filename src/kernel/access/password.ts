/** Passwords (argon2id, 19 MiB, 2 passes) and one-time codes (TOTP, RFC 6238). */
import { argon2, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
const COST = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 };

const tagOf = async (password: string, nonce: Buffer): Promise<Buffer> =>
  Buffer.from(await derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...COST }));

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return `argon2id$${COST.memory}$${COST.passes}$${nonce.toString('base64')}$${(await tagOf(password, nonce)).toString('base64')}`;
}

/** Takes the same time whether or not an account exists: pass null for an unknown one. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const parts = (stored ?? `argon2id$${COST.memory}$${COST.passes}$${'A'.repeat(22)}==$${'A'.repeat(43)}=`).split('$');
  const expected = Buffer.from(parts[4]!, 'base64');
  const given = await tagOf(password, Buffer.from(parts[3]!, 'base64'));
  return timingSafeEqual(given, expected) && stored !== null;
}

/** No 0 and o, no 1, i and l: it is read aloud and copied by hand. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen letters and digits in groups of four (79 bits), for the way from the administrator's desk to the officer's. */
export const newPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]!).join('')).join('-');

const SHORTEST = 12;
const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** Why somebody's new password is none, to be read after 新密码; null when it is one. */
export function passwordProblem(password: string, of: { login: string; former: string }): string | null {
  const plain = password.normalize('NFKC');
  if ([...plain].length < SHORTEST) return `至少${SHORTEST}位`;
  if (kinds.filter((kind) => kind.test(plain)).length < 2) return '要有两种以上的字符，如字母和数字';
  if (new Set(plain).size < 6) return '重复的字符太多';
  if (plain.toLowerCase().includes(of.login.toLowerCase())) return '不能含有账号';
  if (plain === of.former.normalize('NFKC')) return '不能与原密码相同';
  return null;
}

const STEP_SECONDS = 30;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const newTotpSecret = (): string => [...randomBytes(20)].map((byte) => BASE32[byte % 32]!).join('');

function fromBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text) bits += BASE32.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** What an authenticator on a telephone reads from the QR code. */
export const totpAddress = (issuer: string, login: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(login)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

/** The six digits for the 30-second step that holds `at` (milliseconds). */
export function totpCode(secret: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / STEP_SECONDS)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = mac.at(-1)! & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The 30-second step whose code this is; null when it is wrong. One step early or late is accepted: telephones' clocks differ. */
export function totpStep(secret: string, code: string, at: number): number | null {
  const now = Math.floor(at / 1000 / STEP_SECONDS);
  return [now - 1, now, now + 1].find((step) => totpCode(secret, step * STEP_SECONDS * 1000) === code) ?? null;
}
