/** 变更方案: what an officer fills in, and the change of units that it means. */
import { z } from 'zod';
import { type ChangeType, changeTypes, levelOf, parentOf, type UnitChange, WHOLE } from '../../../kernel/division/index.ts';
import { ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, PlainDateText } from '../../../kernel/schema/index.ts';

/** Units go on as they are: a part of one, a line or a seat changes. */
const staying: readonly ChangeType[] = ['part', 'boundary', 'seat'];
const types = Object.keys(changeTypes) as ChangeType[];
const ending = types.filter((type) => type !== 'create' && !staying.includes(type));
const beginning = types.filter((type) => type !== 'abolish' && !staying.includes(type));
const passing: readonly ChangeType[] = ['merge', 'abolish', 'part'];
const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?$/;

const NewUnitInput = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{12}$/, '请填写12位区划代码')
    .meta({ label: '代码', help: '12位；国家还没有公布的，村级末三位或乡级第7—9位用900以后的临时代码' }),
  name: z
    .string()
    .trim()
    .min(2, '请填写名称')
    .max(40)
    .meta({ label: '名称', help: '按批准文件写，如“肖岭镇”“新路社区居民委员会”' }),
  percent: z
    .string()
    .trim()
    .max(8)
    .optional()
    .meta({ label: '承接比例', unit: '%', help: '拆分时填，合计100；按户数、人口或面积' }),
});

export const Scheme = z.strictObject({
  type: choice(changeTypes).meta({ label: '变更类型', choices: changeTypes }),
  title: z.string().trim().min(4, '请写明变更什么（至少4个字）').max(80).meta({ label: '标题' }),
  ends: z
    .array(z.strictObject({ unit: Division.meta({ label: '单位' }) }))
    .max(20)
    .default([])
    .meta({
      label: '变更的单位',
      help: '撤销、合并、拆分、更名、换代码、划转的是哪些',
      showIf: { field: 'type', in: ending },
      requiredIfShown: true,
    }),
  begins: z
    .array(NewUnitInput)
    .max(20)
    .default([])
    .meta({
      label: '变更以后的单位',
      help: '乡改镇时，下面各村随着换代码，不用逐个写',
      showIf: { field: 'type', in: beginning },
    }),
  into: Division.optional().meta({ label: '并入哪个现有的单位', showIf: { field: 'type', in: passing } }),
  concerns: z
    .array(z.strictObject({ unit: Division.meta({ label: '单位' }) }))
    .max(20)
    .default([])
    .meta({
      label: '涉及的单位',
      help: '界线两边的单位；迁移驻地的单位；部分区域划转时，是划出的单位',
      showIf: { field: 'type', in: staying },
      requiredIfShown: true,
    }),
  seat: z
    .string()
    .trim()
    .max(80)
    .optional()
    .meta({ label: '新的驻地', help: '写到村（社区）、街路和门牌号', showIf: { field: 'type', in: ['seat'] } }),
  effectiveOn: PlainDateText.meta({ label: '拟生效日期', widget: 'date' }),
  reason: z.string().trim().min(10, '请写明理由（至少10个字）').max(2_000).meta({ label: '理由', widget: 'textarea' }),
});
export type SchemeInput = z.infer<typeof Scheme>;

/** 55 and 55.5 as parts of a million; null for what is no percentage. */
function millionthsOf(percent: string | undefined): number | null {
  const found = PERCENT.exec(percent ?? '');
  if (!found) return null;
  const value = Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0'));
  return value > 0 && value <= WHOLE ? value : null;
}

/** The change that a scheme means. A split passes by shares, everything else whole into the one unit that takes over. */
export function changeOf(scheme: SchemeInput, spell: (name: string) => string): Result<UnitChange, 'INVALID_INPUT'> {
  const { type, effectiveOn } = scheme;
  const ends: DivisionCode[] = [...new Set(scheme.ends.map((row) => row.unit))];
  const begins = scheme.begins.map(({ code, name }) => ({ code, name, pinyin: spell(name) }));
  if (staying.includes(type)) return stayingChange(scheme);
  if (type === 'create' && ends.length > 0) return wrong('ends', '设立新的单位，不涉及现有单位');
  if (type !== 'create' && ends.length === 0) return wrong('ends', '请选择变更的单位');
  if (type !== 'abolish' && begins.length === 0 && !scheme.into) return wrong('begins', '请填写变更以后的单位');
  const done = (shares: UnitChange['shares']): Result<UnitChange, 'INVALID_INPUT'> =>
    ok({ type, effectiveOn, ends, begins, shares });
  if (type === 'create') return done([]);
  const [from] = ends;
  if (type === 'split') {
    if (ends.length !== 1) return wrong('ends', '一次拆分一个单位');
    const shares = scheme.begins.map(({ code, percent }) => ({ from: from!, to: code, millionths: millionthsOf(percent) }));
    const faulty = shares.findIndex((share) => share.millionths === null);
    if (faulty !== -1) return wrong(`begins.${faulty}.percent`, '请填写承接比例，如55.5');
    return done(shares.map((share) => ({ ...share, millionths: share.millionths! })));
  }
  if (isOneToOne(type)) {
    if (ends.length !== begins.length) return wrong('begins', '每个单位对应一个新的单位');
    const under = type === 'transfer' ? ends.findIndex((code, i) => parentOf(code) === parentOf(begins[i]!.code)) : -1;
    if (under !== -1) return wrong(`begins.${under}.code`, '划转以后上级没有变，请按新的上级填写代码');
    return done(
      ends.flatMap((code, i) => (begins[i]!.code === code ? [] : [{ from: code, to: begins[i]!.code, millionths: WHOLE }])),
    );
  }
  if (begins.length > 1) return wrong('begins', '合并成一个单位');
  const to = begins[0]?.code ?? scheme.into;
  return done(to === undefined ? [] : ends.filter((code) => code !== to).map((code) => ({ from: code, to, millionths: WHOLE })));
}

/** Nothing of the tree changes; what is concerned is on record with the document. */
function stayingChange({ type, effectiveOn, into, seat, ...scheme }: SchemeInput): Result<UnitChange, 'INVALID_INPUT'> {
  const concerned = [...new Set(scheme.concerns.map((row) => row.unit))];
  if (concerned.length === 0) return wrong('concerns', '请选择涉及的单位');
  const done = (concerns: readonly DivisionCode[]): Result<UnitChange, 'INVALID_INPUT'> =>
    ok({ type, effectiveOn, ends: [], begins: [], shares: [], concerns });
  if (type === 'boundary') return concerned.length < 2 ? wrong('concerns', '界线有两边，请选择两边的单位') : done(concerned);
  if (concerned.length > 1) return wrong('concerns', type === 'seat' ? '一次迁移一个单位的驻地' : '一次从一个单位划出');
  if (type === 'seat') return seat ? done(concerned) : wrong('seat', '请填写新的驻地');
  if (!into) return wrong('into', '请选择划入的单位');
  if ([concerned[0]!, into].some((code) => levelOf(code) !== 'village'))
    return wrong('into', '部分区域划转在村（社区）之间办；整村划到另一个乡镇的，用“整建制划转”');
  return into === concerned[0] ? wrong('into', '划入的就是划出的单位') : done([concerned[0]!, into]);
}

/** Each unit becomes one other, in the order in which they are written. */
const isOneToOne = (type: ChangeType): boolean =>
  ['rename', 'recode', 'to-town', 'to-street', 'to-community', 'transfer'].includes(type);
