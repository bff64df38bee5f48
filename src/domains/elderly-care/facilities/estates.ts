/** 居住区配建 (4.13, 5.15): the four dates of 四同步, the area that is due and what was handed over. */
import { z } from 'zod';
import { containing, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, formOf, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import type { EstateRow } from './content.ts';
import { areaNorms } from './parameters.ts';
import { isOutOfStep, requiredArea, shortfall } from './rules.ts';
import { deciders, type EstateArea, estateAreas } from './terms.ts';

const day = (label: string) => PlainDateText.optional().meta({ label, widget: 'date' });
const shape = {
  name: z.string().trim().min(2, '请填写名称').max(60).meta({ label: '居住区名称' }),
  developer: z.string().trim().min(2, '请填写建设单位').max(60).meta({ label: '建设单位' }),
  area: choice(estateAreas).meta({ label: '新区还是老区', choices: estateAreas }),
  households: z.int('请填写整数').min(1).max(100_000).meta({ label: '户数', unit: '户' }),
  plannedPeople: z.int('请填写整数').min(1).max(500_000).meta({ label: '规划人口', unit: '人' }),
  planDocument: z.string().trim().max(100).optional().meta({ label: '规划文件、地块' }),
  plannedOn: day('同步规划'),
  builtOn: day('同步建设（竣工）'),
  acceptedOn: day('同步验收'),
  handedOn: day('同步移交'),
  housingAcceptedOn: day('住宅验收'),
  handedM2: z.int('请填写整数').min(0).max(50_000).default(0).meta({ label: '移交的建筑面积', unit: '平方米' }),
};
export const NewEstate = z.strictObject({ ...shape, division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }) });
export const EstateChange = z.strictObject(shape);
type Given = z.infer<typeof EstateChange>;

/** The dates follow one another and none is to come. */
function dates(tx: Tx, given: Given): Result<null, 'INVALID_INPUT'> {
  const order = ['plannedOn', 'builtOn', 'acceptedOn', 'handedOn'] as const;
  for (const [i, key] of order.entries()) {
    const on = given[key];
    if (on && on > tx.today) return wrong(key, '不能晚于今天');
    const before = i > 0 ? given[order[i - 1]!] : null;
    if (on && i > 0 && !before) return wrong(order[i - 1]!, '前一步的日子没有填');
    if (on && before && on < before) return wrong(key, '不能早于前一步');
  }
  if (given.housingAcceptedOn && given.housingAcceptedOn > tx.today) return wrong('housingAcceptedOn', '不能晚于今天');
  return given.handedM2 > 0 && !given.handedOn ? wrong('handedOn', '填了移交面积，请填移交的日子') : ok(null);
}

export async function enterEstate(tx: Tx, { division, ...given }: z.infer<typeof NewEstate>): Promise<Result<{ id: string }>> {
  if (!tx.divisions.get(division) || levelOf(division) !== 'village' || !inScope(division, tx.actor.division ?? tx.city))
    return fail('SITE_OUTSIDE');
  const read = dates(tx, given);
  if (!read.ok) return read;
  const id = newId();
  const added =
    await tx.run(sql`insert into care_estate (id, name, division, developer, area, households, planned_people, plan_document, planned_on, built_on, accepted_on, handed_on,
      housing_accepted_on, handed_m2, changed_at, changed_by)
    values (${id}, ${given.name}, ${division}, ${given.developer}, ${given.area}, ${given.households}, ${given.plannedPeople}, ${given.planDocument ?? null}, ${given.plannedOn ?? null},
      ${given.builtOn ?? null}, ${given.acceptedOn ?? null}, ${given.handedOn ?? null}, ${given.housingAcceptedOn ?? null}, ${given.handedM2}, ${tx.now}, ${tx.actor.id})
    on conflict (division, name) do nothing`);
  if (added === 0) return fail('ESTATE_TWICE', { name: given.name });
  await recordAudit(tx, { action: 'care-estate.entered', subject: { kind: 'care-estate', id }, division });
  return ok({ id });
}

export async function changeEstate(
  tx: Tx,
  id: string,
  { version, ...given }: Given & { version: number },
): Promise<Result<{ id: string }>> {
  const found = await tx.maybe<{ version: number; division: DivisionCode }>(
    sql`select version, division from care_estate where id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  if (found.version !== version) return fail('SITE_VERSION');
  const read = dates(tx, given);
  if (!read.ok) return read;
  await tx.run(sql`update care_estate set name = ${given.name}, developer = ${given.developer}, area = ${given.area}, households = ${given.households},
    planned_people = ${given.plannedPeople}, plan_document = ${given.planDocument ?? null}, planned_on = ${given.plannedOn ?? null}, built_on = ${given.builtOn ?? null},
    accepted_on = ${given.acceptedOn ?? null}, handed_on = ${given.handedOn ?? null}, housing_accepted_on = ${given.housingAcceptedOn ?? null}, handed_m2 = ${given.handedM2},
    version = version + 1, changed_at = ${tx.now}, changed_by = ${tx.actor.id} where id = ${id}`);
  await recordAudit(tx, { action: 'care-estate.changed', subject: { kind: 'care-estate', id }, division: found.division });
  return ok({ id });
}

interface Estate {
  id: string;
  name: string;
  division: DivisionCode;
  developer: string;
  area: EstateArea;
  households: number;
  plannedPeople: number;
  planDocument: string | null;
  plannedOn: PlainDate | null;
  builtOn: PlainDate | null;
  acceptedOn: PlainDate | null;
  handedOn: PlainDate | null;
  housingAcceptedOn: PlainDate | null;
  handedM2: number;
  version: number;
}
const estatesWhere = (tx: Tx, where: Sql, ends: Sql): Promise<Estate[]> =>
  tx.rows<Estate>(sql`select id, name, division, developer, area, households, planned_people, plan_document, planned_on, built_on, accepted_on, handed_on, housing_accepted_on, handed_m2, version
    from care_estate where ${where} order by division, name, id ${ends}`);

/** Every new one whose housing was accepted in the span: what is counted of it is counted whole. */
export const newEstates = (tx: Tx, span: { from: PlainDate; to: PlainDate }): Promise<Estate[]> =>
  estatesWhere(tx, sql`area = 'new' and housing_accepted_on between ${span.from} and ${span.to}`, sql``);

const PAGE = 50;

/** A page of those of the actor's range, what is due of each and what is missing; searched by name and developer. */
export async function estateList(
  tx: Tx,
  { q, cursor }: Listing,
): Promise<Result<{ rows: EstateRow[]; next: string | null; offers: Offer[] }, 'PARAM_MISSING'>> {
  const stretch = stretchOf(cursor, PAGE);
  const words = q ? sql`(name like ${containing(q)} or developer like ${containing(q)})` : sql`true`;
  const { rows: found, next } = pageOf(await estatesWhere(tx, words, within(stretch)), stretch);
  const rows: EstateRow[] = [];
  for (const { division, ...of } of found) {
    const norms = await areaNorms(tx, division);
    if (!norms.ok) return norms;
    const { id, version, area, ...form } = of;
    const initial = Object.fromEntries(Object.entries({ ...form, area }).filter(([, value]) => value !== null));
    rows.push({
      ...of,
      areaZh: estateAreas[area],
      divisionName: tx.divisions.fullName(division),
      requiredM2: requiredArea(of, norms.value),
      shortM2: shortfall(of, of.handedM2, norms.value),
      outOfStep: isOutOfStep(of),
      offers: offersTo(tx.actor, [
        {
          action: 'change',
          zh: '更新',
          causes: '四个日子和移交面积改成现在的。',
          by: deciders,
          to: `/api/care-estates/${id}/change`,
          fields: formOf(EstateChange),
          initial,
          fixed: { requestId: newId(), version },
        },
      ]),
    });
  }
  return ok({
    rows,
    next,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记一个居住区',
        causes: '要建的面积按规划人口和户数算。',
        by: deciders,
        to: '/api/care-estates',
        fields: formOf(NewEstate),
        fixed: { requestId: newId() },
      },
    ]),
  });
}
