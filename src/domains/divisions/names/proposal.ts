/** What is asked of whoever proposes a name, in an application or when what another department approved is entered. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division } from '../../../kernel/schema/index.ts';
import type { ProposedName } from './check.ts';
import { findPlace, type Place } from './register.ts';
import { personNames } from './rules.ts';
import { type Category, categories, namingKinds } from './terms.ts';

const named = { field: 'kind', in: ['naming', 'renaming'] } as const;
const short = (label: string, max: number) => z.string().trim().max(max, `不超过${max}个字`).meta({ label });
const measure = (label: string, unit: string, classes: readonly Category[]) =>
  z
    .int()
    .min(1, '须大于0')
    .max(100_000_000, '请核对')
    .optional()
    .meta({ label, unit, showIf: { field: 'category', in: classes } });

export const proposalFields = {
  kind: choice(namingKinds).meta({ label: '办什么' }),
  category: choice(categories).meta({ label: '哪一类地名' }),
  division: Division.meta({ label: '在哪里', widget: 'division', help: '选到乡镇（街道）或者村（社区）；跨几个乡镇的选县' }),
  present: short('现在的名称', 20)
    .optional()
    .meta({ label: '现在的名称', requiredIfShown: true, showIf: { field: 'kind', in: ['renaming', 'retirement'] } }),
  specific: short('专名', 19)
    .optional()
    .meta({ label: '专名', requiredIfShown: true, showIf: named, help: '“长安大道”的“长安”' }),
  generic: short('通名', 8).optional().meta({ label: '通名', requiredIfShown: true, showIf: named, help: '“长安大道”的“大道”' }),
  person: choice(personNames).default('none').meta({ label: '专名是不是人名', showIf: named }),
  whereabouts: short('位置', 200)
    .min(2, '请写明位置')
    .meta({ label: '位置和范围', help: '起止、四至，比如：东起银泉大道，西至淦河', widget: 'textarea' }),
  widthMetres: measure('宽度', '米', ['street', 'facility']),
  lengthMetres: measure('长度', '米', ['street', 'facility', 'natural']),
  areaMetres: measure('占地面积', '平方米', ['building', 'park', 'natural', 'other']),
  meaning: short('含义', 300).default('').meta({ label: '名称的含义和来历', widget: 'textarea' }),
} as const;

export const Proposal = z.strictObject(proposalFields);
export type Proposal = z.infer<typeof Proposal>;

const problem = (path: string, message: string): FieldProblem => ({ path, message });

/** Fields that the law asks for by what is done; names of units are changed by a change of divisions. */
export function proposalProblems(given: Proposal): FieldProblem[] {
  const { kind, category, specific, generic, present } = given;
  if (category === 'division') return [problem('category', '行政区划的名称按行政区划管理条例，在“行政区划”里办变更')];
  return [
    ...(kind !== 'naming' && !present ? [problem('present', '请填写现在的名称')] : []),
    ...(kind !== 'retirement' && !specific ? [problem('specific', '请填写专名')] : []),
    ...(kind !== 'retirement' && !generic ? [problem('generic', '请填写通名')] : []),
  ];
}

const invalid = (problems: readonly FieldProblem[]) => fail('INVALID_INPUT', { count: problems.length }, problems);

/** The standard name that is to be changed or taken away, of that class and thereabouts; null for a new name. */
export async function presentPlace(tx: Tx, given: Proposal): Promise<Result<Place | null>> {
  if (given.kind === 'naming') return ok(null);
  const around = [given.division, ...tx.divisions.ancestors(given.division).map(({ code }) => code)];
  const found = await findPlace(
    tx,
    sql`p.category = ${given.category} and p.name = ${given.present ?? ''} and p.status = 'standard' and p.division = any(${around}::text[]) order by p.division desc limit 1`,
  );
  return found ? ok(found) : invalid([problem('present', '地名库里这里没有这一类的这个标准名称，请核对名称、类别和“在哪里”')]);
}

/** As the rules judge it. `own`: the row that its application keeps free. */
export const proposedName = (given: Proposal, present: Place | null, own: Place['id'] | null): ProposedName => ({
  category: given.category,
  specific: given.specific ?? '',
  generic: given.generic ?? '',
  division: given.division,
  person: given.person,
  widthMetres: given.widthMetres ?? null,
  areaMetres: given.areaMetres ?? null,
  renames: present,
  own,
});
