/** A filled form as something to read: the letter before the signature, the receipt after it. */
import { type FormField, positionText } from '../../kernel/schema/index.ts';
import { dateText, grouped, yuan } from '../shared/format.ts';
import { type FormValues, isPlainList, isShown, personOptions } from './core.ts';

export interface SummaryLine {
  label: string;
  /** Null when the line only heads those below. */
  text: string | null;
  lines: readonly SummaryLine[];
}

interface SummaryNames {
  /** Full name of a division; undefined while not known. */
  division: (code: string) => string | undefined;
}

const recordOf = (value: unknown): FormValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FormValues) : {};

function textOf(field: FormField, value: unknown, root: FormValues, names: SummaryNames): string | null {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  const choice = (v: unknown) => field.choices?.find((c) => c.value === v)?.label ?? String(v);
  if (field.widget === 'signature') return '已签名';
  if (field.widget === 'position') return positionText(String(value));
  if (field.widget === 'person') return personOptions(root).find((p) => p.value === value)?.label ?? null;
  switch (field.type) {
    case 'amount':
      return typeof value === 'number' ? yuan(value) : String(value);
    case 'choice':
      return choice(value);
    case 'choices':
      return (value as unknown[]).map(choice).join('、');
    case 'boolean':
      return value === true ? '是' : '否';
    case 'file':
      return `已上传${Array.isArray(value) ? value.length : 1}份`;
    case 'division':
      return names.division(String(value)) ?? String(value);
    case 'date':
    case 'month':
      return dateText(String(value));
    default:
      if (field.format) return grouped(String(value));
      return `${String(value)}${field.unit ?? ''}`;
  }
}

/** What is shown and answered, in the order of the form; usual answers that nobody changed are left out. */
export function summary(
  fields: readonly FormField[],
  values: FormValues,
  names: SummaryNames,
  root: FormValues = values,
): SummaryLine[] {
  return fields
    .filter((field) => isShown(field, values))
    .flatMap((field): SummaryLine[] => {
      const value = values[field.name];
      if (field.type === 'object') {
        const lines = summary(field.fields ?? [], recordOf(value), names, root);
        return lines.length > 0 ? [{ label: field.label, text: null, lines }] : [];
      }
      if (field.type === 'list') {
        const rows = Array.isArray(value) ? (value as unknown[]) : [];
        if (rows.length === 0) return [];
        const lines = rows.flatMap((row, i): SummaryLine[] =>
          isPlainList(field)
            ? [{ label: String(i + 1), text: textOf(field.fields![0]!, row, root, names), lines: [] }]
            : [{ label: `${i + 1}`, text: null, lines: summary(field.fields ?? [], recordOf(row), names, root) }],
        );
        return [{ label: field.label, text: null, lines }];
      }
      if (field.initial !== undefined && value === field.initial && field.initial !== true) return [];
      const text = textOf(field, value, root, names);
      return text === null ? [] : [{ label: field.label, text, lines: [] }];
    });
}

/** Every division code that the values name, to ask for their names at once. */
export function divisionCodes(fields: readonly FormField[], values: FormValues): string[] {
  return fields.flatMap((field) => {
    const value = values[field.name];
    if (field.type === 'division' && typeof value === 'string') return [value];
    if (field.type === 'object') return divisionCodes(field.fields ?? [], recordOf(value));
    if (field.type === 'list' && Array.isArray(value))
      return value.flatMap((row) => divisionCodes(field.fields ?? [], recordOf(row)));
    return [];
  });
}
