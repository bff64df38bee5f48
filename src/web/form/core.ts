/**
 * What a form knows, whatever it looks like: values by path, what is shown, what is wrong and how to mend it, rows added and removed, yuan
 * typed and fen kept. No DOM, no React: tested as it is, used by every skin.
 */

import { isMaskedIdNumber } from '../../kernel/protect/index.ts';
import type { FieldProblem } from '../../kernel/result/index.ts';
import { type Fen, type FormField, formats } from '../../kernel/schema/index.ts';

export type FormValues = Readonly<Record<string, unknown>>;

/** A file field with a greatest number keeps a list of ids, else one id. */
export const takesMany = (field: FormField): boolean => field.type === 'file' && field.max !== undefined;
/** Whether it must be filled in: of what holds several, whether any is asked for. The smallest of a number asks for none. */
export const isNeeded = (field: FormField): boolean =>
  field.type === 'list' || field.type === 'choices' || takesMany(field) ? (field.min ?? 0) > 0 : field.required;

/** What a form begins with: empty rows where a list must have some. */
export function blank(fields: readonly FormField[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      if (field.type === 'object') return [[field.name, blank(field.fields ?? [])]];
      if (field.type === 'list') return [[field.name, Array.from({ length: field.min ?? 0 }, () => blankRow(field))]];
      if (field.type === 'choices' || takesMany(field)) return [[field.name, []]];
      return field.initial === undefined ? [] : [[field.name, field.initial]];
    }),
  );
}

/** A new row of a list. A list of plain values (one nameless field) has plain rows. */
export const blankRow = (field: FormField): unknown => (isPlainList(field) ? undefined : blank(field.fields ?? []));
export const isPlainList = (field: FormField): boolean => field.fields?.length === 1 && field.fields[0]!.name === '';

/** Hidden fields are neither checked nor sent. */
export const isShown = (field: FormField, siblings: FormValues): boolean =>
  !field.showIf || field.showIf.in.includes(siblings[field.showIf.field] as string | boolean);

const isRecord = (value: unknown): value is FormValues => typeof value === 'object' && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): FormValues => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `members.0.name` of the values; undefined when there is nothing. */
export function valueAt(values: unknown, path: string): unknown {
  if (path === '') return values;
  return path.split('.').reduce<unknown>((at, key) => (Array.isArray(at) ? at[Number(key)] : recordOf(at)[key]), values);
}

/** In which row of a list a problem is, for a list of problems: by the name of the person, else by number; empty outside of lists. */
export function rowNamed(values: unknown, path: string): string {
  const [, list, index] = /^(.+?)\.(\d+)(?:\.|$)/.exec(path) ?? [];
  if (list === undefined) return '';
  const { name } = recordOf(valueAt(values, `${list}.${index}`));
  return typeof name === 'string' && name.trim() ? `${name.trim()}：` : `第${Number(index) + 1}个：`;
}

/** The values with one of them changed; everything on the way is copied, nothing is altered in place. */
export function withValue(values: unknown, path: string, value: unknown): unknown {
  if (path === '') return value;
  const [key = '', ...rest] = path.split('.');
  if (Array.isArray(values) || (/^\d+$/.test(key) && values === undefined)) {
    const copy = [...listOf(values)];
    copy[Number(key)] = withValue(copy[Number(key)], rest.join('.'), value);
    return copy;
  }
  const record = recordOf(values);
  return { ...record, [key]: withValue(record[key], rest.join('.'), value) };
}

export const withRow = (values: unknown, path: string, row: unknown): unknown =>
  withValue(values, path, [...listOf(valueAt(values, path)), row]);
export const withoutRow = (values: unknown, path: string, index: number): unknown =>
  withValue(
    values,
    path,
    listOf(valueAt(values, path)).filter((_, i) => i !== index),
  );

/** After member `index` has gone, whoever pointed at them points at nobody, and those after them have moved up by one. */
export function withoutMember(fields: readonly FormField[], values: FormValues, index: number): FormValues {
  const moved = (ref: unknown): unknown => {
    const row = typeof ref === 'string' && /^m\d+$/.test(ref) ? Number(ref.slice(1)) : 0;
    if (row === 0 || row <= index) return ref;
    return row === index + 1 ? undefined : memberRef(row - 2);
  };
  const fixed = (field: FormField, value: unknown): unknown => {
    if (field.widget === 'person') return moved(value);
    if (field.type === 'object' && isRecord(value)) return inside(field.fields ?? [], value);
    if (field.type === 'list' && Array.isArray(value))
      return value.map((row) => (isPlainList(field) ? fixed(field.fields![0]!, row) : inside(field.fields ?? [], recordOf(row))));
    return value;
  };
  const inside = (some: readonly FormField[], record: FormValues): FormValues => ({
    ...record,
    ...Object.fromEntries(some.filter((f) => f.name in record).map((f) => [f.name, fixed(f, record[f.name])])),
  });
  return inside(fields, withoutRow(values, 'members', index) as FormValues);
}

/** What may be kept on a device that others use: everything but protected values, however deep they stand. */
export function withoutProtected(fields: readonly FormField[], values: FormValues): FormValues {
  const open = (field: FormField, value: unknown): unknown => {
    if (field.type === 'object') return withoutProtected(field.fields ?? [], recordOf(value));
    if (field.type === 'list' && !isPlainList(field))
      return listOf(value).map((row) => withoutProtected(field.fields ?? [], recordOf(row)));
    return value;
  };
  return Object.fromEntries(fields.filter((f) => !f.protect && f.name in values).map((f) => [f.name, open(f, values[f.name])]));
}

/**
 * Values that lost their protected part, with that part from another copy of the same form. A row of a list gets it only from the row in its place
 * that begins with the same words: nobody is given another person's number.
 */
export function withProtectedFrom(fields: readonly FormField[], values: FormValues, other: FormValues): FormValues {
  const isSame = (field: FormField, row: FormValues, before: FormValues): boolean => {
    const [first] = (field.fields ?? []).filter((f) => !f.protect);
    return first !== undefined && row[first.name] !== undefined && row[first.name] === before[first.name];
  };
  const filled = (field: FormField, value: unknown, there: unknown): unknown => {
    if (field.protect) return value ?? there;
    if (field.type === 'object') return withProtectedFrom(field.fields ?? [], recordOf(value), recordOf(there));
    if (field.type === 'list' && !isPlainList(field))
      return listOf(value).map((row, i) => {
        const [own, before] = [recordOf(row), recordOf(listOf(there)[i])];
        return isSame(field, own, before) ? withProtectedFrom(field.fields ?? [], own, before) : own;
      });
    return value;
  };
  return {
    ...values,
    ...Object.fromEntries(
      fields.flatMap((f) => {
        const value = filled(f, values[f.name], other[f.name]);
        return value === undefined ? [] : [[f.name, value]];
      }),
    ),
  };
}

export const join = (path: string, name: string | number): string =>
  path === '' ? String(name) : name === '' ? path : `${path}.${name}`;

/** What the fingers typed, in digits: full-width digits and signs, spaces, thousands commas and 元 are nobody's mistake. */
const typedNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s,，元¥]/g, '')
    .replace('。', '.');

/** Fen of what was typed in yuan (`1,200.5` → 120050); null when it is no amount. Exact: no floats. */
export function fenOf(text: string): Fen | null {
  const m = /^(-?)(\d{1,11})(?:\.(\d{0,2}))?$/.exec(typedNumber(text));
  if (!m) return null;
  const fen = Number(m[2]) * 100 + Number((m[3] ?? '').padEnd(2, '0'));
  return m[1] && fen !== 0 ? -fen : fen;
}

/** How an amount stands in its field: `1200.50`, `800`; text that is no amount stays as it was typed. */
export function yuanText(value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  const [sign, all] = [value < 0 ? '-' : '', String(Math.abs(value)).padStart(3, '0')];
  return `${sign}${all.slice(0, -2)}${all.endsWith('00') ? '' : `.${all.slice(-2)}`}`;
}

export function integerOf(text: string): number | null {
  const typed = typedNumber(text);
  return /^-?\d{1,15}$/.test(typed) ? Number(typed) : null;
}

/** Tidied as it is meant: identity numbers without spaces and with a capital X, digits without gaps. */
export function tidy(field: FormField, text: string): string {
  if (field.format === 'resident-id') return text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (field.format === 'mobile' || field.format === 'bank-account') return text.normalize('NFKC').replace(/[\s-]/g, '');
  return text.trim();
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** 请填写 / 请选择 / 请上传, as one would say it. */
function missingText(field: FormField): string {
  const { label } = field;
  if (field.widget === 'signature') return '请签上您的名字';
  if (field.type === 'file') return `请拍照上传${label}`;
  if (field.type === 'list') return `请至少添加${field.min || 1}条${label}`;
  if (field.type === 'boolean' && isPromise(field)) return '请先勾选这一项';
  if (['choice', 'choices', 'boolean', 'division'].includes(field.type) || field.widget === 'person') return `请选择${label}`;
  return `请填写${label}`;
}

/** A yes that is ticked, not chosen from yes and no. */
export const isPromise = (field: FormField): boolean => field.must === true;

function textProblem(field: FormField, value: string): string | null {
  const text = tidy(field, value);
  // Offered by the register, completed by the server.
  if (field.format === 'resident-id' && isMaskedIdNumber(text)) return null;
  if (field.format) return formats[field.format](text);
  if (field.min !== undefined && text.length < field.min) return `${field.label}至少要${field.min}个字`;
  if (field.max !== undefined && text.length > field.max) return `${field.label}最多${field.max}个字，现在有${text.length}个`;
  return null;
}

function numberProblem(field: FormField, value: unknown): string | null {
  if (typeof value !== 'number') return field.type === 'amount' ? '请填写金额，例如 800 或 800.50' : '请填写整数，例如 3';
  const say = (n: number) => (field.type === 'amount' ? `${yuanText(n)}元` : `${n}${field.unit ?? ''}`);
  if (field.type === 'amount' && value < 0 && (field.min ?? 0) >= 0) return '金额不能为负数';
  if (field.min !== undefined && value < field.min) return `${field.label}不能小于${say(field.min)}`;
  if (field.max !== undefined && value > field.max)
    return field.type === 'amount' ? '金额过大，请核对' : `${field.label}不能大于${say(field.max)}`;
  return null;
}

function leafProblem(field: FormField, value: unknown): string | null {
  switch (field.type) {
    case 'amount':
    case 'integer':
      return numberProblem(field, value);
    case 'date':
      return formats['plain-date'](String(value));
    case 'month':
      return formats['year-month'](String(value));
    case 'division':
      return formats.division(String(value));
    case 'choice':
      return field.choices?.some((c) => c.value === value) ? null : '请从选项中选择';
    case 'choices': {
      const many = listOf(value);
      if (field.max !== undefined && many.length > field.max) return `最多选${field.max}项`;
      return many.every((v) => field.choices?.some((c) => c.value === v)) ? null : '请从选项中选择';
    }
    case 'file': {
      const count = listOf(value).length;
      if (takesMany(field) && field.min !== undefined && count < field.min) return `${field.label}还差${field.min - count}份`;
      return takesMany(field) && count > field.max! ? `最多${field.max}份，请删去多余的` : null;
    }
    case 'boolean':
      return isPromise(field) && value !== true ? missingText(field) : null;
    default:
      return textProblem(field, String(value));
  }
}

function problemsOfField(field: FormField, value: unknown, path: string): FieldProblem[] {
  if (field.type === 'object') return problems(field.fields ?? [], recordOf(value), path);
  if (isEmpty(value)) return isNeeded(field) ? [{ path, message: missingText(field) }] : [];
  if (field.type === 'list') {
    const rows = listOf(value);
    const count: FieldProblem[] =
      rows.length < (field.min ?? 0)
        ? [{ path, message: missingText(field) }]
        : field.max !== undefined && rows.length > field.max
          ? [{ path, message: `${field.label}最多${field.max}条` }]
          : [];
    return [
      ...count,
      ...rows.flatMap((row, i) =>
        isPlainList(field)
          ? problemsOfField(field.fields![0]!, row, join(path, i))
          : problems(field.fields ?? [], recordOf(row), join(path, i)),
      ),
    ];
  }
  const problem = leafProblem(field, value);
  return problem ? [{ path, message: problem }] : [];
}

/** Everything wrong with what is shown, in the order of the page. Paths as the server's. */
export function problems(fields: readonly FormField[], values: FormValues, path = ''): FieldProblem[] {
  return fields
    .filter((field) => isShown(field, values))
    .flatMap((field) => problemsOfField(field, values[field.name], join(path, field.name)));
}

function sentField(field: FormField, value: unknown): unknown {
  if (field.type === 'object') return sent(field.fields ?? [], recordOf(value));
  if (field.type === 'list')
    return listOf(value).map((row) =>
      isPlainList(field) ? sentField(field.fields![0]!, row) : sent(field.fields ?? [], recordOf(row)),
    );
  if (field.type === 'text' && typeof value === 'string') return tidy(field, value) || undefined;
  return isEmpty(value) && !Array.isArray(value) ? undefined : value;
}

/** What goes to the server: only what is shown, tidied; an empty answer is left out. */
export function sent(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .filter((field) => isShown(field, values))
      .map((field) => [field.name, sentField(field, values[field.name])] as const)
      .filter(([, value]) => value !== undefined),
  );
}

export interface PersonOption {
  value: string;
  label: string;
}

const memberRef = (index: number): string => `m${index + 1}`;

/** Whom a `person` field may name: the applicant (`self`), then the rows of `members` (`m1`, `m2` …). */
export function personOptions(values: FormValues): PersonOption[] {
  const nameOf = (row: unknown, otherwise: string) => {
    const { name } = recordOf(row);
    return typeof name === 'string' && name.trim() ? name.trim() : otherwise;
  };
  return [
    ...(values.applicant === undefined ? [] : [{ value: 'self', label: nameOf(values.applicant, '申请人本人') }]),
    ...listOf(values.members).map((row, i) => ({ value: memberRef(i), label: nameOf(row, `第${i + 1}位家人`) })),
  ];
}

/** A list in which people sign: each row names a person and holds a signature. */
export const isSignatureList = (field: FormField): boolean =>
  field.type === 'list' &&
  !!field.fields?.some((f) => f.widget === 'person') &&
  !!field.fields.some((f) => f.widget === 'signature');

/** The rows of a signature list: everybody of age on the day has one, what is signed stays. */
export function signatureRows(field: FormField, values: FormValues, today: string): unknown[] {
  const person = field.fields!.find((f) => f.widget === 'person')!.name;
  const there = listOf(values[field.name]).filter((row) => recordOf(row)[person] !== undefined);
  const grown = personOptions(values).filter(({ value }) => {
    const row = recordOf(value === 'self' ? values.applicant : listOf(values.members)[Number(value.slice(1)) - 1]);
    const number = row.idNumber;
    if (typeof number === 'string' && isMaskedIdNumber(number)) return row.minor !== true;
    const birth = typeof number === 'string' ? /^\d{6}(\d{4})(\d{4})/.exec(number) : null;
    return birth !== null && `${Number(birth[1]) + 18}${birth[2]}` <= today.replaceAll('-', '');
  });
  return [
    ...there,
    ...grown
      .filter(({ value }) => !there.some((row) => recordOf(row)[person] === value))
      .map(({ value }) => ({ [person]: value })),
  ];
}

/** Which step a field of a refused form is on; the last when none claims it. */
export function stepOf(steps: readonly { fields: readonly FormField[] }[], path: string): number {
  const [top] = path.split('.');
  const found = steps.findIndex((step) => step.fields.some((field) => field.name === top));
  return found < 0 ? steps.length - 1 : found;
}
