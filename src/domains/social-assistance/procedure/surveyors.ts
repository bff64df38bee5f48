/** Who goes on a home visit: officers and assistants of the place are chosen by name; anybody else is called what he is, a 村干部. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type DutyCode, performerName, type Role } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';

/** Stands for somebody who has no account and is on no list. */
const CADRE = 'cadre';

export const Surveyors = z
  .array(
    z
      .strictObject({
        name: z.string().trim().min(2, '请选择').max(50).meta({ label: '姓名' }),
        cadre: z
          .string()
          .trim()
          .max(50)
          .default('')
          .meta({
            label: '他（她）的姓名',
            help: '只用于系统里没有账号、也不在协理员名单里的人，调查表上会注明',
            showIf: { field: 'name', in: [CADRE] },
            requiredIfShown: true,
          }),
      })
      .refine((s) => s.name !== CADRE || s.cadre.length >= 2, { path: ['cadre'], message: '请填写姓名' }),
  )
  .min(2, '入户调查人员不得少于2人')
  .max(6)
  .meta({ label: '调查人员（至少2人）' });

interface Surveyor {
  readonly name: string;
  readonly cadre?: boolean;
}

/** Of the village and its township; for a visit of the county, of the county too. */
const placesOf = (kase: Case, county: boolean): string[] => [
  kase.division,
  townshipOf(kase),
  ...(county ? [countyOf(kase)] : []),
];

async function known(tx: Tx, kase: Case, county: boolean): Promise<Map<string, string>> {
  const rows = await tx.rows<{ name: string; role: Role | null; duty: DutyCode | null; assistant: boolean }>(
    sql`select name, role, duty, assistant from surveyors_at(${placesOf(kase, county)}::text[], ${tx.today}) order by assistant, role, name limit 200`,
  );
  const titles = new Map<string, string>();
  for (const { name, role, duty, assistant } of rows)
    if (!titles.has(name)) titles.set(name, assistant ? '协理员或救助工作人员' : performerName((duty ?? role)!));
  if (tx.actor.kind === 'staff' && !titles.has(tx.actor.name))
    titles.set(tx.actor.name, performerName(tx.actor.duty ?? tx.actor.role));
  return titles;
}

/** The form with the names of the place to choose from. */
export async function visitFields(tx: Tx, kase: Case, form: z.ZodType, county: boolean): Promise<readonly FormField[]> {
  const choices = [
    ...[...(await known(tx, kase, county))].map(([name, title]) => ({ value: name, label: `${name}（${title}）` })),
    { value: CADRE, label: county ? '同去的人，系统里没有账号' : '村干部，系统里没有账号' },
  ];
  return formOf(form).map((field) =>
    field.name === 'surveyors'
      ? { ...field, fields: field.fields!.map((f) => (f.name === 'name' ? { ...f, type: 'choice' as const, choices } : f)) }
      : field,
  );
}

/** As they are kept: whoever is not known at the place is marked. */
export async function surveyorsOf(tx: Tx, kase: Case, given: z.infer<typeof Surveyors>, county: boolean): Promise<Surveyor[]> {
  const titles = await known(tx, kase, county);
  return given.map(({ name, cadre }) => {
    const said = name === CADRE ? cadre : name;
    return titles.has(said) ? { name: said } : { name: said, cadre: true };
  });
}

export const surveyorName = ({ name, cadre }: Surveyor, county: boolean): string =>
  cadre === true ? `${name}（${county ? '没有账号' : '村干部'}）` : name;
