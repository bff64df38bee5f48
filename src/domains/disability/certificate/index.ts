/** 残疾人证: what is on it, how its number is made up, and what it is worth on a day. Pure. */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** In the order of the digit in the certificate's number. */
export const categories = {
  sight: '视力',
  hearing: '听力',
  speech: '言语',
  physical: '肢体',
  intellectual: '智力',
  mental: '精神',
  multiple: '多重',
} as const;
export type Category = keyof typeof categories;

export const levels = { '1': '一级', '2': '二级', '3': '三级', '4': '四级' } as const;
export type Level = keyof typeof levels;

/** What the federation says of it; that it has expired follows from the day. */
export const certificateStates = { valid: '有效', frozen: '冻结', cancelled: '注销' } as const;
export type CertificateState = keyof typeof certificateStates;

export interface Certificate {
  /** 18 digits of the identity number, category, level; B for a re-issue. */
  readonly number: string;
  readonly category: Category;
  readonly level: Level;
  readonly issuedOn: PlainDate;
  /** Last day on which it holds. */
  readonly validTo: PlainDate;
  readonly state: CertificateState;
}

/** A known version of the fact: half-open, as the registry keeps it. */
export interface CertificatePeriod {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  readonly certificate: Certificate;
}

export const categoryNames = (certificate: Pick<Certificate, 'category' | 'level'>): string =>
  `${categories[certificate.category]}残疾${levels[certificate.level]}`;

const NUMBER = /^(\d{17}[\dX])([1-7])([1-4])(B\d?)?$/;

/** Why a certificate cannot be this person's; null when it fits. */
export function certificateProblem(
  certificate: Pick<Certificate, 'number' | 'category' | 'level' | 'issuedOn' | 'validTo'>,
  idNumber: string,
): string | null {
  const parts = NUMBER.exec(certificate.number.toUpperCase());
  if (!parts) return '残疾人证号应为20位：18位身份证号码、1位类别、1位等级，补发的末尾加B';
  const [, id, category, level] = parts;
  if (id !== idNumber.toUpperCase()) return '残疾人证号的前18位与身份证号码不一致';
  if (Object.keys(categories)[Number(category) - 1] !== certificate.category)
    return `残疾人证号第19位是${category}，与所选类别“${categories[certificate.category]}”不一致`;
  if (level !== certificate.level) return `残疾人证号第20位是${level}，与所选等级“${levels[certificate.level]}”不一致`;
  return certificate.validTo < certificate.issuedOn ? '有效期至早于签发日期，请核对' : null;
}

export type CertificateStanding =
  | { readonly state: 'valid'; readonly certificate: Certificate }
  | { readonly state: 'expired' | 'frozen' | 'cancelled'; readonly since: PlainDate; readonly certificate: Certificate }
  | { readonly state: 'none' };

/** What a person's certificates are worth on a day, by the versions known now. */
export function certificateOn(periods: readonly CertificatePeriod[], on: PlainDate): CertificateStanding {
  const now = periods.find((p) => p.from <= on && (p.to === null || on < p.to));
  if (now)
    return now.certificate.state === 'valid'
      ? { state: 'valid', certificate: now.certificate }
      : { state: now.certificate.state, since: now.from, certificate: now.certificate };
  const past = periods.filter((p) => p.to !== null && p.to <= on).sort((a, b) => (a.to! < b.to! ? 1 : -1))[0];
  return past ? { state: 'expired', since: plusDays(past.to!, -1), certificate: past.certificate } : { state: 'none' };
}
