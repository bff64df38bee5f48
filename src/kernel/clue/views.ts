/** What pages read of clues: the work list (due first), counts that are lists, one clue with its reasons and what may be done. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { isOneOf, type Performer, performerName } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { dueDayOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { levelOf as divisionLevel, inScope } from '../division/index.ts';
import { type HouseholdView, householdRelations } from '../resident/index.ts';
import { householdOf } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DivisionCode, type FormField, formOf, type PlainDate } from '../schema/index.ts';
import { type ActionView, cursorAt, divisionFilter, isInstant, readCursor } from '../service/server.ts';
import { evidencePlace } from './actions.ts';
import {
  type ClueAction,
  type ClueLevel,
  type ClueRow,
  type ClueSource,
  type ClueView,
  clueActions,
  clueHappenings,
  clueInputs,
  clueLevels,
  clueSources,
  clueStates,
  type Direction,
  type Disposition,
  directions,
  dispositions,
  fitsDirection,
  levelOf,
  type ReasonView,
} from './index.ts';
import { type ClueRecord, clueColumns, notePlace, type ReasonContent, reasonPlace } from './intake.ts';
import { clueKindOf, deathRules, offeredItems } from './kinds.ts';

export interface ClueFilter {
  view: 'mine' | 'all' | 'done';
  direction?: 'in' | 'out' | 'none';
  level?: ClueLevel;
  source?: ClueSource;
  /** Only those that say that somebody may have died. */
  about?: 'death';
  division?: string;
  cursor?: string;
}

const PAGE = 20;

function scopeFilter(tx: Tx, division?: string): Sql {
  const own = tx.actor.division;
  if (!own) return sql`false`;
  return division && inScope(division, own) ? divisionFilter(tx.actor, division) : divisionFilter(tx.actor);
}

const levelFilters: Record<ClueLevel, (now: string) => Sql> = {
  red: () => sql`red`,
  orange: (now) => sql`not red and due_at <= ${now}`,
  yellow: (now) => sql`not red and due_at > ${now}`,
};

interface ReasonRow {
  id: string;
  clueId: string;
  rule: string;
  source: ClueSource;
  direction: Direction;
  foundAt: string;
  verifyBy: string;
  content: Buffer;
  heldUntil: PlainDate | null;
  releasedAt: string | null;
  withdrawnAt: string | null;
}

const reasonsOf = (tx: Tx, clueIds: readonly string[]): Promise<ReasonRow[]> =>
  tx.rows<ReasonRow>(sql`select id, clue_id, rule, source, direction, found_at, verify_by, content, held_until, released_at, withdrawn_at
    from clue_reason where clue_id = any(${[...clueIds]}::uuid[]) order by found_at, id limit 400`);

const contentOf = (tx: Tx, row: ReasonRow): ReasonContent => tx.keys.openJson<ReasonContent>(row.content, reasonPlace(row.id));

const ruleName = (kind: string, rule: string): string => clueKindOf(kind).rules[rule] ?? '有人反映';

async function rowsOf(tx: Tx, clues: readonly ClueRecord[], reasons: readonly ReasonRow[]): Promise<ClueRow[]> {
  const ids = clues.flatMap((c) => (c.personId ? [c.personId] : []));
  const persons = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from person where id = any(${ids}::uuid[]) limit 1000`,
  );
  return clues.map((clue) => {
    const own = reasons.filter((r) => r.clueId === clue.id);
    const told = own[0] && contentOf(tx, own[0]).about?.name;
    const level = levelOf({ red: clue.red, dueAt: clue.dueAt, closed: clue.closedAt !== null }, tx.now);
    return {
      id: clue.id,
      kindZh: clueKindOf(clue.kind).zh,
      name: persons.find((p) => p.id === clue.personId)?.name ?? told ?? '未留姓名',
      division: clue.division,
      divisionName: tx.divisions.get(clue.division) ? tx.divisions.fullName(clue.division) : clue.division,
      direction: clue.direction,
      directionZh: directions[clue.direction],
      level,
      levelZh: clueLevels[level],
      urgent: clue.urgent,
      reasons: [...new Set(own.map((r) => ruleName(clue.kind, r.rule)))],
      sourceZh: clueSources[clue.source],
      state: clue.state,
      stateZh: clueStates[clue.state],
      holderZh: clue.holder ? performerName(clue.holder as Performer) : null,
      dueOn: clue.closedAt ? null : dueDayOf(clue.dueAt),
      dueAt: clue.dueAt,
      dispositionZh: clue.disposition ? dispositions[clue.disposition as Disposition].zh : null,
      reportedAt: clue.reportedAt,
      version: clue.version,
    };
  });
}

/** A page of 20: open ones due first, closed ones newest first. The list that was shown goes into the audit. */
export async function clueList(tx: Tx, filter: ClueFilter): Promise<{ rows: ClueRow[]; next: string | null }> {
  const open = filter.view !== 'done';
  const filters: Sql[] = [scopeFilter(tx, filter.division), open ? sql`closed_at is null` : sql`closed_at is not null`];
  if (filter.view === 'mine') filters.push(sql`holder = ${tx.actor.duty ?? tx.actor.role}`);
  if (filter.direction)
    filters.push(filter.direction === 'none' ? sql`direction = 'none'` : sql`direction in (${filter.direction}, 'both')`);
  if (filter.level) filters.push(levelFilters[filter.level](tx.now));
  if (filter.source) filters.push(sql`source = ${filter.source}`);
  if (filter.about) {
    const rules = deathRules();
    filters.push(sql`exists (select from clue_reason r where r.clue_id = clue.id and r.withdrawn_at is null
      and (clue.kind, r.rule) in (select of_death.k, of_death.r from unnest(${rules.map((r) => r.kind)}::text[], ${rules.map((r) => r.rule)}::text[]) as of_death (k, r)))`);
  }
  const cursor = readCursor(filter.cursor, isInstant);
  if (cursor)
    filters.push(
      open
        ? sql`(due_at, id) > (${cursor.key}::timestamptz, ${cursor.id}::uuid)`
        : sql`(closed_at, id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`,
    );
  const found = await tx.rows<ClueRecord>(
    sql`select ${clueColumns} from clue where ${and(filters)} order by ${open ? sql`due_at, id` : sql`closed_at desc, id desc`} limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'clue.listed',
      personIds: [...new Set(page.flatMap((c) => (c.personId ? [c.personId] : [])))],
      detail: { ...filter },
    });
  const reasons = await reasonsOf(
    tx,
    page.map((c) => c.id),
  );
  return {
    rows: await rowsOf(tx, page, reasons),
    next: found.length > PAGE && last ? cursorAt(open ? last.dueAt : last.closedAt!, last.id) : null,
  };
}

/** What the actor holds to be verified, due first, at most so many; in no log: whoever shows it writes one. */
export async function cluesHeld(tx: Tx, limit: number): Promise<{ personId: string | null; row: ClueRow }[]> {
  const clues = await tx.rows<ClueRecord>(
    sql`select ${clueColumns} from clue where ${scopeFilter(tx)} and closed_at is null and state = 'assigned'
      and holder = ${tx.actor.duty ?? tx.actor.role} order by due_at, id limit ${limit}`,
  );
  const reasons = await reasonsOf(
    tx,
    clues.map((clue) => clue.id),
  );
  const rows = await rowsOf(tx, clues, reasons);
  return clues.map((clue, i) => ({ personId: clue.personId, row: rows[i]! }));
}

export interface ClueCounts {
  mine: number;
  red: number;
  overdue: number;
  all: number;
}

/** Counts that are lists; counted up to 1,000. */
export async function clueCounts(tx: Tx): Promise<ClueCounts> {
  const scope = scopeFilter(tx);
  const count = (filter: Sql) =>
    sql`(select count(*)::int from (select 1 from clue where ${scope} and closed_at is null and ${filter} limit 1000) t)`;
  return tx.one<ClueCounts>(sql`select ${count(sql`holder = ${tx.actor.duty ?? tx.actor.role}`)} as mine, ${count(levelFilters.red(tx.now))} as red,
    ${count(levelFilters.orange(tx.now))} as overdue, ${count(sql`true`)} as "all"`);
}

/** What is open, by the units right below a city or a county, with how much of it is red or overdue: each number is what the list finds there. */
export async function openClues(
  tx: Tx,
  division: DivisionCode,
): Promise<{ place: DivisionCode; open: number; red: number; overdue: number }[]> {
  const length = divisionLevel(division) === 'city' ? 6 : 9;
  return tx.rows(sql`select rpad(left(division, ${length}::int), 12, '0') as place, count(*)::int as open,
      (count(*) filter (where ${levelFilters.red(tx.now)}))::int as red, (count(*) filter (where ${levelFilters.orange(tx.now)}))::int as overdue
    from clue where ${scopeFilter(tx, division)} and closed_at is null group by 1 order by 1 limit 500`);
}

function reasonView(tx: Tx, kind: string, row: ReasonRow): ReasonView {
  const content = contentOf(tx, row);
  return {
    id: row.id,
    rule: row.rule,
    ruleZh: ruleName(kind, row.rule),
    sourceZh: clueSources[row.source],
    directionZh: directions[row.direction],
    foundAt: row.foundAt,
    verifyBy: dueDayOf(row.verifyBy),
    text: content.text ?? null,
    about: content.about ?? null,
    reporter: content.reporter ?? null,
    clauses: content.clauses ?? [],
    hold: row.heldUntil ? { until: row.heldUntil, releasedAt: row.releasedAt } : null,
    withdrawn: row.withdrawnAt !== null,
  };
}

async function actionsFor(tx: Tx, clue: ClueRecord): Promise<ActionView[]> {
  const items = await offeredItems(tx, clue.kind);
  const views: ActionView[] = [];
  for (const [key, spec] of Object.entries(clueActions)) {
    const action = key as ClueAction;
    if (!spec.from.includes(clue.state) || !isOneOf(tx.actor, spec.by) || !fitsDirection(action, clue.direction)) continue;
    if (action === 'apply' && (!clue.personId || items.length === 0)) continue;
    const fields: FormField[] = formOf(clueInputs[action]).map((field) =>
      field.name === 'itemId'
        ? { ...field, type: 'choice', choices: items.map((item) => ({ value: item.itemId, label: item.name })) }
        : field,
    );
    const initial: Record<string, unknown> =
      action === 'assign'
        ? { to: 'village-worker', division: clue.division }
        : action === 'apply'
          ? { itemId: items[0]?.itemId }
          : {};
    views.push({ action, zh: spec.zh, causes: spec.causes, danger: spec.danger ?? false, fields, initial });
  }
  return views;
}

/** The household as it is now; by one of those who still live in it when the person has died or left. */
async function householdOfClue(tx: Tx, clue: ClueRecord): Promise<HouseholdView | null> {
  const own = clue.personId ? await householdOf(tx, clue.personId) : null;
  if (own || !clue.householdId) return own;
  const [left] = await tx.rows<{ personId: string }>(
    sql`select person_id from household_member where household_id = ${clue.householdId} and superseded_at is null and valid_to is null limit 1`,
  );
  return left ? householdOf(tx, left.personId) : null;
}

/** One clue with everything that its page shows. Opening it is on record for the person. */
export async function clueView(tx: Tx, id: string): Promise<Result<ClueView, 'NOT_FOUND'>> {
  const clue = await tx.maybe<ClueRecord>(sql`select ${clueColumns} from clue where id = ${id}`);
  if (!clue) return fail('NOT_FOUND');
  const reasons = await reasonsOf(tx, [id]);
  const [row] = await rowsOf(tx, [clue], reasons);
  const household = await householdOfClue(tx, clue);
  const events = await tx.rows<{
    seq: number;
    id: string;
    action: string;
    toState: keyof typeof clueStates;
    actorName: string;
    actorRole: string;
    at: string;
    note: Buffer | null;
  }>(
    sql`select seq, id, action, to_state, actor_name, actor_role, at, note from clue_event where clue_id = ${id} order by seq limit 300`,
  );
  await recordAudit(tx, {
    action: 'clue.view',
    subject: { kind: 'clue', id },
    ...(clue.personId ? { personId: clue.personId } : {}),
    division: clue.division,
  });
  return ok({
    ...row!,
    personId: clue.personId,
    householdId: clue.householdId,
    members: (household?.members ?? []).map((m) => ({
      personId: m.personId,
      name: m.person?.name ?? '（不在本辖区）',
      relationZh: householdRelations[m.relation],
    })),
    reasonList: reasons.map((r) => reasonView(tx, clue.kind, r)),
    evidence: clue.evidence ? tx.keys.open(clue.evidence, evidencePlace(id)) : null,
    closedAt: clue.closedAt,
    allowedActions: await actionsFor(tx, clue),
    events: events.map((e) => ({
      seq: e.seq,
      zh: clueHappenings[e.action] ?? e.action,
      toZh: clueStates[e.toState],
      actorName: e.actorName,
      roleZh: e.actorRole === 'system' || e.actorRole === 'public' ? '' : performerName(e.actorRole as Performer),
      at: e.at,
      note: e.note ? tx.keys.open(e.note, notePlace(e.id)) : null,
    })),
  });
}
