/** What somebody answered in a form, as an officer reads it. The words are the form's own; protected values stay hidden. */
import { yuan } from '../policy/index.ts';
import type { DivisionCode, FormField } from '../schema/index.ts';

type Answers = Readonly<Record<string, unknown>>;
type PlaceName = (code: DivisionCode) => string;

export function said(field: FormField, value: unknown, placeName: PlaceName): string {
  if (field.protect) return '已填写';
  const named = (v: unknown) => field.choices?.find((c) => c.value === v)?.label ?? String(v);
  switch (field.type) {
    case 'choice':
      return named(value);
    case 'choices':
      return (value as unknown[]).map(named).join('、');
    case 'boolean':
      return value ? '是' : '否';
    case 'amount':
      return yuan(value as number);
    case 'division':
      return placeName(value as string);
    case 'file':
      return `已上传${[value].flat().length}份`;
    case 'list':
      return `${(value as unknown[]).length}项`;
    case 'object':
      return (field.fields ?? [])
        .flatMap((f) => {
          const inner = (value as Answers)[f.name];
          return inner === undefined ? [] : [`${f.label}：${said(f, inner, placeName)}`];
        })
        .join('；');
    default:
      return `${String(value)}${field.unit ?? ''}`;
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/**
 * The answers that a page does not say in words of its own, so that a question that is added to a form is on the page without another line; a usual answer
 * that nobody changed is left out. `told`: the fields that the page says itself.
 */
export const furtherAnswers = (fields: readonly FormField[], answers: Answers, told: readonly string[], placeName: PlaceName) =>
  fields.flatMap((field) => {
    const value = answers[field.name];
    if (told.includes(field.name) || isEmpty(value) || value === field.initial) return [];
    return [{ label: field.label, value: said(field, value, placeName) }];
  });
