/**
 * 老年人基础信息库 (4.1): nobody is copied into it. It is the registry, read by age, with what is known of each beside it: living status and contacts as facts,
 * the level where one is in force, what is drawn. Everybody who stands in an answer is on record as seen.
 */
import { and, type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, ageOn, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { programmeOf } from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { sexes } from '../../../kernel/resident/index.ts';
import { factOfMany } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, isPlainDate, type PlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { PROGRAMME } from '../allowance/rules.ts';
import { type Level, levels } from '../assessment/rules.ts';
import type { CapacityLevel } from '../assessment/terms.ts';
import { recordStateOf, staleBy } from './record-state.ts';
import {
  type AgeBand,
  type ElderRow,
  type EmergencyContact,
  type LivingStatus,
  livingStatuses,
  OLD,
  type ProgrammeFilter,
  type RecordState,
} from './terms.ts';

/** A level is health: the village knows how somebody lives, not the level. */
const levelReaders = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'city-clerk',
] as const satisfies readonly Performer[];
export const mayReadLevel = (tx: Tx): boolean => isOneOf(tx.actor, levelReaders);

export interface ElderFilter {
  readonly text?: string | undefined;
  readonly division?: DivisionCode | undefined;
  readonly band?: AgeBand | undefined;
  readonly living?: LivingStatus | undefined;
  readonly level?: Level | undefined;
  readonly programme?: ProgrammeFilter | undefined;
  readonly record?: RecordState | undefined;
  /** With `record`: the last day whose recording no longer counts. */
  readonly staleBy?: PlainDate | undefined;
}

const PROGRAMMES: Readonly<Record<Exclude<ProgrammeFilter, 'missed'>, readonly string[]>> = {
  allowance: [PROGRAMME],
  dibao: ['dibao'],
  tekun: ['tekun'],
  disability: ['disability-living', 'disability-nursing'],
};

/** Born so that the age today is at least so much. */
const bornBy = (tx: Tx, age: number): PlainDate => addMonths(tx.today, -12 * age);

const draws = (tx: Tx, programmes: readonly string[]): Sql =>
  sql`exists (select from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = p.id and e.programme = any(${[...programmes]}::text[]) and m.months @> month_no(${monthOf(tx.today)}))`;

/** As `recordStateOf` says it, in the query. */
function recordIs(tx: Tx, state: RecordState, stale: PlainDate): Sql {
  const recorded = (
    when: Sql,
  ) => sql`exists (select from fact_version f where f.subject_id = p.id and f.subject_kind = 'person' and f.kind = 'living-status'
    and f.superseded_at is null and f.valid_from <= ${tx.today} and (f.valid_to is null or f.valid_to > ${tx.today}) and ${when})`;
  if (state === 'unverified') return sql`not ${recorded(sql`true`)}`;
  return recorded(state === 'stale' ? sql`f.valid_from <= ${stale}` : sql`f.valid_from > ${stale}`);
}

/** The older persons `p` of the place and of what the actor sees, narrowed by everything but the level. */
export function eldersWhere(tx: Tx, filter: ElderFilter): Sql {
  const { lo, hi } = tx.actor;
  const within = filter.division ? scopeRange(filter.division) : { lo, hi };
  const band = filter.band;
  const text = filter.text?.trim();
  return and([
    sql`p.division >= ${lo} and p.division < ${hi}`,
    sql`p.division >= ${within.lo} and p.division < ${within.hi}`,
    sql`p.life_state <> 'dead' and p.merged_into is null`,
    sql`p.birth_date <= ${bornBy(tx, band ? Number(band) : OLD)}`,
    ...(band && Number(band) < 100 ? [sql`p.birth_date > ${bornBy(tx, Number(band) + 10)}`] : []),
    ...(text
      ? [sql`(p.name = ${text} or p.name_pinyin = ${text.toLowerCase()} or p.name_initials = ${text.toLowerCase()})`]
      : []),
    ...(filter.living
      ? [
          sql`exists (select from fact_version f where f.subject_id = p.id and f.subject_kind = 'person' and f.kind = 'living-status' and f.superseded_at is null
            and f.valid_from <= ${tx.today} and (f.valid_to is null or f.valid_to > ${tx.today}) and f.value ->> 'status' = ${filter.living})`,
        ]
      : []),
    ...(filter.record && filter.staleBy ? [recordIs(tx, filter.record, filter.staleBy)] : []),
    ...(filter.programme === 'missed'
      ? [sql`p.birth_date <= ${bornBy(tx, 80)} and not ${draws(tx, PROGRAMMES.allowance)}`]
      : filter.programme
        ? [draws(tx, PROGRAMMES[filter.programme])]
        : []),
    ...(filter.level === undefined
      ? []
      : [
          sql`exists (select from capacity_assessment c where c.person_id = p.id and c.state = 'in-force' and c.valid_to >= ${tx.today})`,
        ]),
  ]);
}

export interface Elder {
  id: string;
  name: string;
  sex: keyof typeof sexes;
  birthDate: PlainDate;
  division: DivisionCode;
}

/** Oldest first, by key. */
export const eldersAfter = (
  tx: Tx,
  filter: ElderFilter,
  given: { after: { key: PlainDate; id: string } | null; limit: number },
): Promise<Elder[]> =>
  tx.rows<Elder>(sql`select p.id, p.name, p.sex, p.birth_date, p.division from person p where ${eldersWhere(tx, filter)}
    and (${given.after?.key ?? null}::date is null or (p.birth_date, p.id) > (${given.after?.key ?? null}::date, ${given.after?.id ?? null}::uuid))
    order by p.birth_date, p.id limit ${given.limit}`);

export const levelsOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, CapacityLevel>> =>
  new Map((await factOfMany<CapacityLevel>(tx, ids, 'capacity-level')).map((fact) => [fact.subjectId, fact.value]));

const PAGE = 50;
const READ = 200;

/** The level is sealed: pages are read and opened until enough of them have the one that is asked for. */
async function pageOf(tx: Tx, filter: ElderFilter, cursor: string | undefined): Promise<{ found: Elder[]; more: boolean }> {
  const at = readCursor(cursor, isPlainDate);
  let after = at ? { key: at.key as PlainDate, id: at.id } : null;
  if (filter.level === undefined) {
    const rows = await eldersAfter(tx, filter, { after, limit: PAGE + 1 });
    return { found: rows.slice(0, PAGE), more: rows.length > PAGE };
  }
  const found: Elder[] = [];
  for (;;) {
    const rows = await eldersAfter(tx, filter, { after, limit: READ });
    const known = await levelsOf(
      tx,
      rows.map((row) => row.id),
    );
    found.push(...rows.filter((row) => known.get(row.id)?.level === filter.level));
    const last = rows.at(-1);
    if (rows.length < READ || !last || found.length > PAGE) return { found: found.slice(0, PAGE), more: found.length > PAGE };
    after = { key: last.birthDate, id: last.id };
  }
}

async function programmesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.rows<{ personId: string; programme: string }>(sql`select distinct m.person_id, e.programme
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = any(${[...ids]}::uuid[]) and m.months @> month_no(${monthOf(tx.today)}) order by 1, 2`);
  return new Map(
    [...Map.groupBy(rows, (row) => row.personId)].map(([id, of]) => [id, of.map(({ programme }) => programmeOf(programme).zh)]),
  );
}

export async function elderList(
  tx: Tx,
  given: ElderFilter,
  cursor: string | undefined,
): Promise<Result<{ rows: ElderRow[]; next: string | null }, 'PARAM_MISSING'>> {
  const months = await wholeParameter(tx, 'ELDER-RECORD-MONTHS', tx.city, tx.today);
  if (!months.ok) return months;
  const stale = staleBy(tx.today, months.value);
  const filter = { ...given, staleBy: stale };
  const reads = mayReadLevel(tx);
  const { level: _, ...open } = filter;
  const { found, more } = await pageOf(tx, reads ? filter : open, cursor);
  const ids = found.map((row) => row.id);
  const [living, contacts, programmes, known] = [
    await factOfMany<{ status: LivingStatus }>(tx, ids, 'living-status'),
    await factOfMany<EmergencyContact[]>(tx, ids, 'emergency-contacts'),
    await programmesOf(tx, ids),
    reads ? await levelsOf(tx, ids) : null,
  ];
  const recordedOn = new Map(living.map((fact) => [fact.subjectId, fact.validFrom]));
  const statusOf = new Map(living.map((fact) => [fact.subjectId, fact.value.status]));
  const contactsOf = new Map(contacts.map((fact) => [fact.subjectId, fact.value.length]));
  if (ids.length > 0)
    await recordAudit(tx, {
      action: 'elder.listed',
      personIds: ids,
      detail: { ...given, text: given.text ? '按姓名' : undefined },
    });
  const last = found.at(-1);
  return ok({
    rows: found.map(({ id, sex, division, birthDate, name }) => {
      const level = known?.get(id);
      const status = statusOf.get(id) ?? null;
      return {
        personId: id,
        name,
        sexZh: sexes[sex],
        age: ageOn(birthDate, tx.today),
        birthDate,
        villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
        living: status,
        livingZh: status && livingStatuses[status],
        ...(known ? { levelZh: level ? `${level.level}级，${levels[level.level]}` : null } : {}),
        programmes: programmes.get(id) ?? [],
        contacts: contactsOf.get(id) ?? 0,
        record: recordStateOf(recordedOn.get(id) ?? null, stale),
      };
    }),
    next: more && last ? cursorAt(last.birthDate, last.id) : null,
  });
}

/** The last birth date of those who were of this age so many days ago. */
export const bornOn = (tx: Tx, age: number, daysAgo: number): PlainDate => plusDays(bornBy(tx, age), -daysAgo);
