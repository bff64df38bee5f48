/**
 * 批量登记: residents and their families from a spreadsheet. Who has a file already keeps it as it is and only joins the family; a family goes in whole
 * or not at all; who lives and is registered elsewhere is not taken in.
 */
import { sql } from '../../database/sql.ts';
import { proxies } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import type { Divisions } from '../division/index.ts';
import { maskIdNumber, maskPhone } from '../protect/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { defineImport, type SheetRow, type Verdict } from '../sheet/server.ts';
import { type NewHousehold, registerHouseholds } from './households.ts';
import { idKinds, type LifeState, normaliseIdNumber, type PersonId, type UrbanRural } from './index.ts';
import { type Listed, type ListPlace, listedIn, type Village } from './list-rows.ts';
import { familyProblem, listColumns, MAX_HOUSEHOLD } from './list-terms.ts';
import { divisionName, idNumberDigests } from './persons.ts';
import { inRange, registerPersons } from './registration.ts';
import { searchPersons } from './search.ts';

const placeOf = (tx: Tx): ListPlace => ({ divisions: tx.divisions, hint: tx.actor.division ?? tx.city, today: tx.today });

const MOST_VILLAGES = 5_000;
const resolved = new WeakMap<Divisions, { of: string; villages: Map<string, Village> }>();
/** What texts name, for an officer on a day: a list says the same few villages ten thousand times. */
function villagesFor({ divisions, hint, today }: ListPlace): Map<string, Village> {
  const of = `${hint} ${today}`;
  let kept = resolved.get(divisions);
  if (kept?.of !== of || kept.villages.size > MOST_VILLAGES) {
    kept = { of, villages: new Map() };
    resolved.set(divisions, kept);
  }
  return kept.villages;
}

/** Somebody whose number is registered; without `seen` in a place that the actor does not see. */
interface Known {
  readonly seen: {
    readonly id: PersonId;
    readonly name: string;
    readonly division: DivisionCode;
    readonly registeredDivision: DivisionCode;
    readonly lifeState: LifeState;
    /** Number of the household that the person belongs to at that time; empty where it is not seen. */
    readonly household: string | null;
  } | null;
}

/** Whose numbers are registered, by their place in the list. Two questions, whatever the length of the list. */
async function knownOf(tx: Tx, list: readonly (Listed | null)[]): Promise<Map<number, Known>> {
  const asked = list.flatMap((listed, at) =>
    listed
      ? idNumberDigests(tx, listed.person.idKind, listed.person.idNumber).map((digest) => ({ digest, at, since: listed.since }))
      : [],
  );
  const digests = asked.map((a) => a.digest);
  const places = new Map(asked.map(({ digest, at }) => [digest.toString('hex'), at]));
  const registered = await tx.rows<{ digest: Buffer }>(sql`select k as digest from persons_known(${digests}::bytea[]) k`);
  const seen = await tx.rows<{ at: number } & NonNullable<Known['seen']>>(sql`
    select n.at, p.id, p.name, p.division, p.registered_division, p.life_state, m.code as household
    from unnest(${digests}::bytea[], ${asked.map((a) => a.at)}::int[], ${asked.map((a) => a.since)}::date[]) n (digest, at, since)
    join person p on p.id_digest = n.digest
    left join lateral (select coalesce(h.code, '') as code from household_member m left join household h on h.id = m.household_id
      where m.person_id = p.id and m.superseded_at is null and (m.valid_to is null or m.valid_to > n.since) limit 1) m on true`);
  if (seen.length > 0)
    await recordAudit(tx, {
      action: 'person.searched',
      personIds: seen.map((p) => p.id),
      detail: { by: 'list', persons: seen.length },
    });
  const known = new Map<number, Known>(registered.map(({ digest }) => [places.get(digest.toString('hex'))!, { seen: null }]));
  for (const { at, ...person } of seen) known.set(at, { seen: person });
  return known;
}

/** Why somebody who has a file cannot go in as the list says; null when it is only to join the family. */
function knownProblem(tx: Tx, listed: Listed, { seen }: Known): string | null {
  if (!seen) return '证件号码已在其他地区登记，请与登记地的民政部门核对';
  // Whose number it really is, is not said to somebody who did not know it.
  if (seen.name !== listed.person.name) return '证件号码已经登记，登记的姓名与表中不一致，请核对';
  if (seen.lifeState === 'dead') return '此人已登记死亡';
  if (seen.lifeState === 'death-reported') return '此人有待核实的死亡报告，请先核实';
  if (seen.household !== null)
    return `已是另一户${seen.household && `（家庭编号${seen.household}）`}的成员，请先在那一户办理迁出`;
  return listed.household === null ? `已经登记（${divisionName(tx, seen.division)}），不用再登记` : null;
}

/**
 * Somebody of the same name and day of birth in the same village, where no identity card tells them apart: a person without papers is easily
 * registered twice.
 */
async function twinProblem(tx: Tx, { person, note }: Listed): Promise<string | null> {
  if (person.idKind === 'resident-id' || note !== null) return null;
  const found = await searchPersons(tx, { text: person.name, division: person.division, cursor: null });
  const twin = found.ok && found.value.persons.some((p) => p.name === person.name && p.birthDate === person.birthDate);
  return twin ? '本村（社区）已登记一个同名、同日出生的人，可能是同一人；确实不是的，请写核对说明后重新上传' : null;
}

interface Judged {
  readonly listed: Listed;
  readonly known: Known | null;
  readonly verdict: Verdict;
}
const NEW: Verdict = { does: '新登记' };
const JOINS: Verdict = { does: '已有档案，只登记家庭' };

async function judge(tx: Tx, rows: readonly SheetRow[]): Promise<(Judged | { verdict: { problem: string } })[]> {
  const place = placeOf(tx);
  const villages = villagesFor(place);
  const read = rows.map((row) => listedIn(row, place, villages));
  const known = await knownOf(
    tx,
    read.map((r) => ('problem' in r ? null : r)),
  );
  const judged: (Judged | { verdict: { problem: string } })[] = [];
  for (const [at, listed] of read.entries()) {
    const problem = 'problem' in listed ? listed.problem : await problemOf(tx, listed, known.get(at) ?? null);
    if ('problem' in listed || problem !== null) judged.push({ verdict: { problem: problem! } });
    else judged.push({ listed, known: known.get(at) ?? null, verdict: known.has(at) ? JOINS : NEW });
  }
  return judged;
}

async function problemOf(tx: Tx, listed: Listed, known: Known | null): Promise<string | null> {
  const problem = known ? knownProblem(tx, listed, known) : await twinProblem(tx, listed);
  if (problem !== null) return problem;
  const { division, registeredDivision } = known?.seen ?? listed.person;
  return inRange(tx, division) || inRange(tx, registeredDivision) ? null : '居住地和户籍地都不在您负责的地区';
}

/** Where the family belongs: where its head is registered, else where he or she lives, as far as the actor works there. */
function homeOf(tx: Tx, { listed, known }: Judged): DivisionCode {
  const { registeredDivision, division } = known?.seen ?? listed.person;
  return inRange(tx, registeredDivision) ? registeredDivision : division;
}

const asTheVillage = (tx: Tx, division: DivisionCode): UrbanRural =>
  tx.divisions.get(division)?.kind === '社区' ? 'urban' : 'rural';

async function apply(tx: Tx, rows: readonly SheetRow[]): Promise<Result<null>> {
  const judged: Judged[] = [];
  for (const [i, row] of (await judge(tx, rows)).entries()) {
    if (!('listed' in row)) return fail('IMPORT_CHANGED', { problem: `${rows[i]!.name}：${row.verdict.problem}` });
    judged.push(row);
  }
  const fresh = judged.filter((j) => j.known === null);
  const registered = await registerPersons(
    tx,
    fresh.map((j) => j.listed.person),
  );
  if (!registered.ok) return registered;
  const newIds = new Map(fresh.map((j, i) => [j, registered.value[i]!]));
  const idOf = (j: Judged): PersonId => newIds.get(j) ?? j.known!.seen!.id;
  const families = [
    ...Map.groupBy(
      judged.filter((j) => j.listed.household !== null),
      (j) => j.listed.household,
    ).values(),
  ];
  if (families.length === 0) return ok(null);
  const households = await registerHouseholds(
    tx,
    families.map((members): NewHousehold => {
      const head = members.find((m) => m.listed.relation === 'head')!;
      const division = homeOf(tx, head);
      return {
        division,
        urbanRural: head.listed.urbanRural ?? asTheVillage(tx, division),
        headId: idOf(head),
        members: members.map((m) => ({ personId: idOf(m), relation: m.listed.relation! })),
        from: head.listed.since,
      };
    }),
  );
  return households.ok ? ok(null) : households;
}

defineImport({
  kind: 'residents',
  title: '居民和家庭批量登记',
  help: '每人一行，一家人的户号填成一样的。一户里有一行不对，整户退回。已有档案的人资料不改动，只登记到这一户里。',
  performers: proxies,
  columns: listColumns,
  once: { zh: '证件号码', of: (row) => `${row.idKind ?? 'resident-id'} ${normaliseIdNumber(String(row.idNumber))}` },
  together: {
    zh: '户',
    max: MAX_HOUSEHOLD,
    of: (row) => (row.household === null || row.household === undefined ? null : String(row.household)),
    part: (row) => String(row.relation ?? ''),
    problem: familyProblem,
  },
  check: async (tx, rows) => (await judge(tx, rows)).map((j) => j.verdict),
  shown(tx, row) {
    const listed = listedIn(row, placeOf(tx));
    if ('problem' in listed) return { name: row.name ?? null };
    const { person } = listed;
    return {
      ...row,
      name: person.name,
      idKind: person.idKind === 'resident-id' ? null : idKinds[person.idKind],
      idNumber: maskIdNumber(person.idNumber),
      phone: person.phone ? maskPhone(person.phone) : null,
      living: divisionName(tx, person.division),
      registered: person.registeredDivision === person.division ? null : divisionName(tx, person.registeredDivision),
      address: person.address ? '已填' : null,
    };
  },
  apply,
});
