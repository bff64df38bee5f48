/** How money, dates, codes and numbers are written, and what is wrong with one that is not. */

/** Money: whole fen (分), a safe integer. 1 yuan = 100. */
export type Fen = number;
/** A business date in Asia/Shanghai, `YYYY-MM-DD`. */
export type PlainDate = `${number}-${number}-${number}`;
/** A month, `YYYY-MM`. */
export type YearMonth = `${number}-${number}`;
/** 12-digit statistical division code. */
export type DivisionCode = string;
export type Id<Kind extends string> = string & { readonly __id?: Kind };

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export function isPlainDate(text: string): text is PlainDate {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!m) return false;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  return year >= 1850 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** Why an identity number (GB 11643) is not one; null when it is right. */
export function residentIdProblem(text: string): string | null {
  if (!/^\d{17}[\dXx]$/.test(text)) return '身份证号码应为18位，请核对';
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isPlainDate(birth)) return '身份证号码中的出生日期无效';
  const sum = WEIGHTS.reduce((s, w, i) => s + w * Number(text[i]), 0);
  return CHECK[sum % 11] === text[17]!.toUpperCase() ? null : '身份证号码有误，请核对后重新填写';
}

/** Birth date and sex as the identity number states them. The number must be valid. */
export function residentIdFacts(idNumber: string): { birthDate: PlainDate; sex: 'male' | 'female' } {
  const birthDate = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}` as PlainDate;
  return { birthDate, sex: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female' };
}

/** Where a device was: degrees north and east, and within how many metres that is meant. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly metres: number;
}

/** `29.80000,114.30000,20`, as a device told it; null for anything else. */
export function positionOf(text: string): Position | null {
  if (!/^-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5},\d{1,6}$/.test(text)) return null;
  const [latitude, longitude, metres] = text.split(',').map(Number) as [number, number, number];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude, metres } : null;
}

/** 北纬29.80000°，东经114.30000°（误差约20米） */
export function positionText(text: string): string {
  const at = positionOf(text);
  if (!at) return '';
  const degrees = (value: number, plus: string, minus: string) => `${value < 0 ? minus : plus}${Math.abs(value).toFixed(5)}°`;
  return `${degrees(at.latitude, '北纬', '南纬')}，${degrees(at.longitude, '东经', '西经')}（误差约${at.metres}米）`;
}

/** Named formats: the checks that JSON Schema lacks. Null when the text is right, else a sentence. */
export const formats = {
  'resident-id': residentIdProblem,
  mobile: (t: string) => (/^1[3-9]\d{9}$/.test(t) ? null : '手机号码应为11位数字'),
  'plain-date': (t: string) => (isPlainDate(t) ? null : '日期无效，请按“2026-11-22”填写'),
  'year-month': (t: string) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(t) ? null : '月份无效，请按“2026-11”填写'),
  division: (t: string) => (/^\d{12}$/.test(t) ? null : '请选择所在村（社区）'),
  'bank-account': (t: string) => (/^\d{12,19}$/.test(t) ? null : '银行账号应为12至19位数字'),
  // 18位的身份证号码也像一个代码：个人不是单位
  'credit-code': (t: string) =>
    !/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(t)
      ? '统一社会信用代码是18位数字和大写字母'
      : residentIdProblem(t) === null
        ? '这是身份证号码，请填写单位的统一社会信用代码'
        : null,
  position: (t: string) => (positionOf(t) ? null : '位置无效，请重新定位'),
} as const satisfies Record<string, (text: string) => string | null>;
export type FormatName = keyof typeof formats;
