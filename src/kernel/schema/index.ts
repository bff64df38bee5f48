/**
 * Shapes that every capability uses: money, dates, codes, and the field types of forms.
 * A form schema is a zod object made of these; `formOf` turns it into plain data that the one form renderer draws
 * (portal and workbench) and that carries the same checks as the API.
 */
import { z } from 'zod';
import type { FieldProblem } from '../result/index.ts';
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import { type FormatName, formats, type PlainDate, type YearMonth } from './formats.ts';

export * from './formats.ts';

/** What a field says about itself: label and help in Chinese; `protect`: encrypted wherever it is stored. */
export interface FieldMeta {
  label?: string;
  help?: string;
  unit?: string;
  protect?: boolean;
  /** Names of the choices, in the order of the enum. */
  choices?: Record<string, string>;
  /** How the field is drawn where the type alone does not say it. */
  widget?: 'textarea' | 'division' | 'date' | 'month' | 'amount' | 'file' | 'signature' | 'id-card' | 'person' | 'position';
  /** Shown only while another field of the same object has one of these values. */
  showIf?: { field: string; in: readonly (string | boolean)[] };
  format?: FormatName;
  /** Kind of paper for a file field. */
  paper?: string;
  /** Optional in the shape because it may be hidden (`showIf`), but needed while it is shown; `missingShown` checks it. */
  requiredIfShown?: boolean;
}

declare module 'zod' {
  interface GlobalMeta extends Omit<FieldMeta, 'format'> {
    format?: FormatName | undefined;
  }
}

const formatted = (format: FormatName, max: number) =>
  z
    .string()
    .max(max)
    .superRefine((value, context) => {
      const problem = formats[format](value);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ format });

export const ResidentId = formatted('resident-id', 18);
export const Mobile = formatted('mobile', 11);
export const PlainDateText = formatted('plain-date', 10) as unknown as z.ZodType<PlainDate, PlainDate>;
export const YearMonthText = formatted('year-month', 7) as unknown as z.ZodType<YearMonth, YearMonth>;
export const Division = formatted('division', 12);
export const BankAccount = formatted('bank-account', 19);
/** 统一社会信用代码 of a unit. */
export const CreditCode = formatted('credit-code', 18);
export const PositionText = formatted('position', 32).meta({ widget: 'position' });
/** An amount in fen, never negative; the upper bound is 100 million yuan. */
export const FenAmount = z
  .int()
  .min(0, '金额不能为负数')
  .max(10_000_000_000, '金额过大，请核对')
  .meta({ widget: 'amount', unit: '元' });
export const Uuid = z.uuid('编号格式不正确');
/** The id of an uploaded file. */
export const FileRef = z.uuid('请先上传文件').meta({ widget: 'file' });
export const RequestId = z.string().regex(/^[\w-]{8,64}$/, '请求编号无效');

/** One field as data: what the renderer draws and checks. The closed subset of design §6. */
export interface FormField {
  name: string;
  type:
    | 'text'
    | 'integer'
    | 'amount'
    | 'date'
    | 'month'
    | 'choice'
    | 'choices'
    | 'boolean'
    | 'file'
    | 'division'
    | 'object'
    | 'list';
  label: string;
  help?: string;
  unit?: string;
  required: boolean;
  protect?: boolean;
  format?: FormatName;
  widget?: FieldMeta['widget'];
  paper?: string;
  min?: number;
  max?: number;
  choices?: readonly { value: string; label: string }[];
  /** A promise: nothing but yes will do. */
  must?: true;
  /** What it is unless somebody says otherwise; shown as chosen from the start. */
  initial?: string | number | boolean;
  showIf?: { field: string; in: readonly (string | boolean)[] };
  /** Fields of an object, or of each row of a list. */
  fields?: readonly FormField[];
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: string[];
  anyOf?: JsonSchema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  [key: string]: unknown;
}

function fieldOf(name: string, schema: JsonSchema, required: boolean): FormField {
  const inner = schema.anyOf?.find((s) => s.type !== 'null');
  if (inner) return fieldOf(name, { ...inner, ...schema, anyOf: undefined }, false);
  const meta = schema as FieldMeta & JsonSchema;
  const base: Omit<FormField, 'type'> = { name, label: meta.label ?? name, required: required || meta.requiredIfShown === true };
  for (const key of ['help', 'unit', 'protect', 'format', 'widget', 'paper', 'showIf'] as const)
    if (meta[key] !== undefined && !(key === 'format' && !(String(meta[key]) in formats)))
      Object.assign(base, { [key]: meta[key] });
  if (['string', 'number', 'boolean'].includes(typeof schema.default) && schema.default !== '')
    base.initial = schema.default as string | number | boolean;
  if (schema.type === 'object') return { ...base, type: 'object', fields: fieldsOf(schema) };
  if (schema.type === 'array') {
    const list = { min: schema.minItems ?? 0, max: schema.maxItems ?? 50 };
    if (schema.items?.enum)
      return {
        ...base,
        ...list,
        type: 'choices',
        choices: choicesOf(schema.items.enum, (schema.items as FieldMeta).choices ?? meta.choices),
      };
    if ((schema.items as FieldMeta | undefined)?.widget === 'file') return { ...base, ...list, type: 'file', paper: meta.paper };
    return {
      ...base,
      ...list,
      type: 'list',
      fields: schema.items?.type === 'object' ? fieldsOf(schema.items) : [fieldOf('', schema.items ?? {}, true)],
    };
  }
  if (schema.type === 'boolean') return { ...base, type: 'boolean', ...(schema.const === true ? { must: true as const } : {}) };
  if (schema.enum) return { ...base, type: 'choice', choices: choicesOf(schema.enum, meta.choices) };
  if (schema.type === 'integer' || schema.type === 'number') {
    const range = { min: stated(schema.minimum), max: stated(schema.maximum) };
    return { ...base, ...range, type: meta.widget === 'amount' ? 'amount' : 'integer' };
  }
  const type =
    meta.widget === 'file'
      ? 'file'
      : meta.format === 'plain-date'
        ? 'date'
        : meta.format === 'year-month'
          ? 'month'
          : meta.format === 'division'
            ? 'division'
            : 'text';
  return { ...base, type, min: schema.minLength, max: schema.maxLength };
}

/** The bounds of a safe integer are no bounds that a form should speak of. */
const stated = (bound: number | undefined): number | undefined =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;

const choicesOf = (values: readonly string[], names: Record<string, string> = {}) =>
  values.map((value) => ({ value, label: names[value] ?? value }));

const fieldsOf = (schema: JsonSchema): FormField[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property, schema.required?.includes(name) ?? false),
  );

/** The form of a zod object as data. Shape: one FormField for each key, in order. */
export function formOf(schema: z.ZodType): FormField[] {
  return fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

/** A file of closed choices with Chinese names: `choice({ urban: '城市', rural: '农村' })`. */
export function choice<const T extends Record<string, string>>(names: T) {
  const keys = Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];
  return z.enum(keys, '请从选项中选择').meta({ choices: names });
}

// Forms that are data (extra fields of a service item): the inverse of `formOf`.

/** A text or list that states no bound of its own is bounded all the same. */
const MAX_TEXT = 1_000;
const MAX_ROWS = 50;

const metaKeys = ['label', 'help', 'unit', 'protect', 'widget', 'paper', 'showIf'] as const satisfies readonly (keyof FieldMeta &
  keyof FormField)[];

const formattedText = {
  'resident-id': ResidentId,
  mobile: Mobile,
  'plain-date': PlainDateText,
  'year-month': YearMonthText,
  division: Division,
  'bank-account': BankAccount,
  'credit-code': CreditCode,
  position: PositionText,
} as const;

/** The strict shape of an object with these fields: unknown keys are refused. */
export const schemaOf = (fields: readonly FormField[]): z.ZodObject =>
  z.strictObject(Object.fromEntries(fields.map((field) => [field.name, memberOf(field)])));

function memberOf(field: FormField): z.ZodType {
  const meta = metaOf(field);
  const shape = shapeOf(field);
  if (field.required && !field.showIf) return shape.meta(meta);
  return shape.optional().meta({ ...meta, ...(field.required ? { requiredIfShown: true } : {}) });
}

const metaOf = (field: FormField): z.GlobalMeta =>
  Object.fromEntries(metaKeys.filter((key) => field[key] !== undefined).map((key) => [key, field[key]]));

function shapeOf(field: FormField): z.ZodType {
  switch (field.type) {
    case 'integer':
      return bounded(z.int('请填写整数'), field);
    case 'amount':
      return field.min === undefined && field.max === undefined
        ? FenAmount
        : bounded(z.int('请填写金额'), { min: field.min ?? 0, max: field.max ?? 10_000_000_000 }).meta({ widget: 'amount' });
    case 'date':
      return PlainDateText;
    case 'month':
      return YearMonthText;
    case 'division':
      return Division;
    case 'boolean':
      return z.boolean('请选择是或否');
    case 'choice':
      return choiceOf(field);
    case 'choices':
      return listed(choiceOf(field), field);
    case 'file':
      return field.max === undefined ? FileRef : listed(FileRef, field);
    case 'object':
      return schemaOf(field.fields ?? []);
    case 'list':
      return listed(
        field.fields?.length === 1 && field.fields[0]!.name === ''
          ? memberOf({ ...field.fields[0]!, required: true })
          : schemaOf(field.fields ?? []),
        field,
      );
    case 'text':
      return textOf(field);
  }
}

function textOf(field: FormField): z.ZodType {
  if (field.format) return formattedText[field.format];
  const max = field.max ?? MAX_TEXT;
  const text = z.string('请填写文字').trim().max(max, `不超过${max}个字`);
  return field.min === undefined
    ? text
    : text.min(field.min, field.min === 1 ? `请填写${field.label}` : `请至少填写${field.min}个字`);
}

const bounded = (shape: z.ZodInt, { min, max }: Pick<FormField, 'min' | 'max'>): z.ZodInt => {
  const above = min === undefined ? shape : shape.min(min, `不能小于${min}`);
  return max === undefined ? above : above.max(max, `不能大于${max}`);
};

function choiceOf({ choices = [] }: FormField): z.ZodType {
  const [first, ...others] = choices.map((choice) => choice.value);
  if (first === undefined) throw new Error('a choice needs at least one value');
  return z
    .enum([first, ...others], '请从选项中选择')
    .meta({ choices: Object.fromEntries(choices.map((choice) => [choice.value, choice.label])) });
}

function listed(item: z.ZodType, field: FormField): z.ZodType {
  const max = field.max ?? MAX_ROWS;
  const list = z.array(item).max(max, `“${field.label}”最多${max}项`);
  return field.min ? list.min(field.min, `请至少填写${field.min}项`) : list;
}

/** Fields that are shown for these values and needed, yet missing: what a shape alone cannot say. */
export function missingShown(fields: readonly FormField[], value: Readonly<Record<string, unknown>>, path = ''): FieldProblem[] {
  return fields.flatMap((field) => {
    if (field.showIf && !field.showIf.in.includes(value[field.showIf.field] as string | boolean)) return [];
    const at = `${path}${field.name}`;
    const inner = value[field.name];
    if (inner === undefined || inner === '') return field.required ? [{ path: at, message: `请填写${field.label}` }] : [];
    if (field.type === 'object') return missingShown(field.fields ?? [], inner as Record<string, unknown>, `${at}.`);
    if (field.type === 'list' && field.fields?.[0]?.name !== '')
      return (inner as Record<string, unknown>[]).flatMap((row, i) => missingShown(field.fields ?? [], row, `${at}.${i}.`));
    return [];
  });
}

type Issue = z.core.$ZodIssue;

/** What is wrong with one value, as a clerk would say it. A schema's own Chinese message stands. */
function sentenceOf(issue: Issue): string {
  if (/[\u4e00-\u9fff]/.test(issue.message) && !/^(无效|出现|期望|数值|必须)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? '请填写' : '填写的内容不对，请重新填写';
    case 'unrecognized_keys':
      // 多填了一个金额的，是想改核算的结果
      return issue.keys.some((key) => /^amount(Fen)?$/.test(key))
        ? '金额由系统核算，如需调整请修改依据并说明理由'
        : `没有“${issue.keys.join('、')}”这一项`;
    case 'too_big':
      return issue.origin === 'string'
        ? `不超过${issue.maximum}个字`
        : issue.origin === 'array'
          ? `最多${issue.maximum}项`
          : `不能大于${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string'
        ? issue.minimum === 1
          ? '请填写'
          : `至少${issue.minimum}个字`
        : issue.origin === 'array'
          ? `至少填${issue.minimum}项`
          : `不能小于${issue.minimum}`;
    case 'invalid_value':
      return '请从选项中选择';
    default:
      return '格式不正确，请重新填写';
  }
}

/** The fields of a zod failure with a sentence each, as a refusal. */
function refuseInput(error: z.ZodError): Refusal<'INVALID_INPUT'> {
  const fields = error.issues.map((issue) => ({
    path: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].map(String).join('.'),
    message: sentenceOf(issue as Issue),
  }));
  return fail('INVALID_INPUT', { count: fields.length }, fields);
}

/** PostgreSQL stores no U+0000 in a text. */
const UNSTORABLE = '\\u0000';

/** What came from outside, in the shape that was asked for; or the fields that are wrong, each with a sentence. */
export function parseInput<S extends z.ZodType>(shape: S, input: unknown): Result<z.infer<S>, 'INVALID_INPUT'> {
  const parsed = shape.safeParse(input);
  if (!parsed.success) return refuseInput(parsed.error);
  if (JSON.stringify(parsed.data)?.includes(UNSTORABLE))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: '', message: '内容里有不能保存的字符，请删去后重填' }]);
  return ok(parsed.data);
}
