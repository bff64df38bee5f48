/**
 * The words of a service item that an officer may change (platform rules 4.12, 6): what stands in its guide and what it is found by. Pure. In the form every list is
 * one text with a line for each entry, as people write it; `readItemText` makes the words of it or says what is wrong in which line.
 */
import { z } from 'zod';
import { type FieldProblem, fail, ok, type Result } from '../result/index.ts';
import type { ItemText, ServiceItem, TextChange } from './index.ts';

/** Most lines of a list, and characters of a line: a guide fits one screen. */
const bounds = {
  conditions: { label: '谁能办', min: 0, lines: 12, length: 200 },
  papers: { label: '带什么', min: 0, lines: 20, length: 120 },
  steps: { label: '怎么办', min: 1, lines: 12, length: 200 },
  keywords: { label: '搜索用的词', min: 1, lines: 40, length: 20 },
} as const;
type Listed = keyof typeof bounds;

const lines = (listed: Listed, help: string) => {
  const { label, min, lines: most, length } = bounds[listed];
  const text = z.string().max(most * (length + 2), '内容过多，请精简');
  const meta = { label, widget: 'textarea', help } as const;
  return min > 0 ? text.min(1, `请至少写一条“${label}”`).meta(meta) : text.default('').meta(meta);
};

export const ItemTextForm = z.strictObject({
  gets: z
    .string()
    .trim()
    .min(6, '请写明办成以后得到什么（至少6个字）')
    .max(400, '不超过400个字')
    .meta({ label: '办成以后得到什么', widget: 'textarea' }),
  conditions: lines('conditions', '一行一条'),
  papers: lines('papers', '一行一样，例如：家庭成员的身份证、户口簿。部门能查到的写明不用交'),
  steps: lines('steps', '一行一步'),
  fee: z.string().trim().min(2, '请写明收不收费').max(60, '不超过60个字').meta({ label: '收费', help: '例如：不收费' }),
  keywords: lines('keywords', '一行一个，或者用顿号隔开：百姓平常怎么说这件事'),
  reason: z
    .string()
    .trim()
    .min(4, '请写明为什么改（至少4个字）')
    .max(200, '不超过200个字')
    .meta({ label: '为什么改', help: '例如：鄂民政发〔2026〕3号；窗口反映看不懂' }),
});
export type ItemTextForm = z.infer<typeof ItemTextForm>;

const listOf = (typed: string, parting: RegExp): string[] =>
  typed
    .split(parting)
    .map((line) => line.trim())
    .filter(Boolean);

/** Words are shown as they are; what looks like a page's own code is a slip of copying from a web page. */
const MARKUP = /[<>]|&[a-z]+;|&#\d+;/i;
/** Control characters and marks of direction; a line may be broken. */
const UNSEEN = /(?![\r\n])[\p{Cc}\p{Cf}]/u;

function problemIn(text: string): string | null {
  if (MARKUP.test(text)) return '不能有网页代码（<、>、&nbsp; 这一类），请删去后只留文字';
  return UNSEEN.test(text) ? '含有看不见的控制字符，请删去后重新输入' : null;
}

function problemsOf(listed: Listed, entries: readonly string[]): string | null {
  const { label, min, lines: most, length } = bounds[listed];
  if (entries.length < min) return `请至少写一条“${label}”`;
  if (entries.length > most) return `“${label}”不超过${most}条，现在有${entries.length}条`;
  for (const [i, entry] of entries.entries()) {
    if (entry.length > length) return `第${i + 1}条有${entry.length}个字，不超过${length}个字`;
    const wrong = problemIn(entry);
    if (wrong) return `第${i + 1}条${wrong}`;
    const before = entries.indexOf(entry);
    if (before < i) return `第${i + 1}条和第${before + 1}条一样`;
  }
  return null;
}

/** The words of a filled form, or what is wrong in which line. */
export function readItemText(form: Omit<ItemTextForm, 'reason'>): Result<ItemText & { guide: object }, 'INVALID_INPUT'> {
  const lists = {
    conditions: listOf(form.conditions, /\r?\n/),
    papers: listOf(form.papers, /\r?\n/),
    steps: listOf(form.steps, /\r?\n/),
    keywords: listOf(form.keywords, /[\r\n、，,；;]/),
  };
  const problems: FieldProblem[] = [
    ...(['gets', 'fee'] as const).map((path) => ({ path, message: problemIn(form[path]) })),
    ...(Object.keys(bounds) as Listed[]).map((path) => ({ path, message: problemsOf(path, lists[path]) })),
  ].flatMap(({ path, message }) => (message ? [{ path, message }] : []));
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const { keywords, ...listed } = lists;
  return ok({ guide: { gets: form.gets, ...listed, fee: form.fee }, keywords });
}

/** The form filled with these words. */
export const formOfText = ({ guide, keywords }: ItemText): Omit<ItemTextForm, 'reason'> => ({
  gets: guide?.gets ?? '',
  conditions: (guide?.conditions ?? []).join('\n'),
  papers: (guide?.papers ?? []).join('\n'),
  steps: (guide?.steps ?? []).join('\n'),
  fee: guide?.fee ?? '',
  keywords: keywords.join('\n'),
});

export const textOf = ({ guide, keywords }: Pick<ServiceItem, 'guide' | 'keywords'>): ItemText => ({ guide, keywords });

const parts = ({ guide, keywords }: ItemText): readonly (readonly [string, readonly string[]])[] => [
  ['办成以后得到什么', guide ? [guide.gets] : []],
  [bounds.conditions.label, guide?.conditions ?? []],
  [bounds.papers.label, guide?.papers ?? []],
  [bounds.steps.label, guide?.steps ?? []],
  ['收费', guide ? [guide.fee] : []],
  [bounds.keywords.label, keywords],
];

/** What differs, part by part; empty when nothing does. */
export function changesOf(from: ItemText, to: ItemText): TextChange[] {
  const after = new Map(parts(to));
  return parts(from).flatMap(([label, before]) => {
    const now = after.get(label)!;
    return before.length === now.length && before.every((entry, i) => entry === now[i]) ? [] : [{ label, from: before, to: now }];
  });
}
