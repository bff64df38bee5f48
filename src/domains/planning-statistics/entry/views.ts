/** 入库申报 as a page shows it: what waits, where it is, and what this officer may do with it. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { filesOfCase } from '../../../kernel/document/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { current } from '../projects/library.ts';
import { entryShape, givenOf, holderOf, isTheirs } from './act.ts';
import type { EntriesView, EntryView } from './content.ts';
import { Because, Noted } from './shapes.ts';
import { type Entry, type EntryStep, findEntries, stepsOf } from './store.ts';
import {
  admitter,
  type EntryState,
  enterers,
  entryChecker,
  entryStateOrder,
  entryStates,
  entrySteps,
  returners,
} from './terms.ts';

const ENTRIES = '/api/projects/entries';
const MOST = 200;

const offersOf = (tx: Tx, entry: Entry, fields: readonly FormField[] | null): Offer[] => {
  const to = (action: string) => `${ENTRIES}/${entry.id}/${action}`;
  const fixed = { version: entry.version, requestId: newId() };
  const waits = entry.state === 'county' || entry.state === 'city';
  return offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核过，报市',
      causes: '报市里审定；填报的人不能自己核。',
      by: [entryChecker],
      when: entry.state === 'county',
      to: to('check'),
      fields: formOf(Noted),
      fixed,
    },
    {
      action: 'admit',
      zh: '审定入库',
      causes: '入库以后与印出的项目并列，标明“未列入印发表”；印出的表和对账不变。',
      by: [admitter],
      when: entry.state === 'city',
      to: to('admit'),
      fields: formOf(Noted),
      fixed,
    },
    {
      action: 'correct',
      zh: '改报',
      causes: '改好以后重新报上去，期限重新算。',
      by: enterers,
      when: entry.state === 'returned' && isTheirs(tx, entry) && fields !== null,
      to: to('correct'),
      fields: fields ?? [],
      initial: givenOf(entry),
      fixed,
    },
    {
      action: 'return',
      zh: '退回',
      causes: '退给填报的人，改好以后可以再报。',
      danger: true,
      by: returners.filter((performer) => performer === holderOf(entry.state)),
      when: waits,
      to: to('return'),
      fields: formOf(Because),
      fixed,
    },
    {
      action: 'withdraw',
      zh: '撤回',
      causes: '这件申报到此为止，记录留着。',
      danger: true,
      by: enterers,
      when: (waits || entry.state === 'returned') && isTheirs(tx, entry),
      to: to('withdraw'),
      fields: formOf(Because),
      fixed,
    },
  ]);
};

async function viewOf(
  tx: Tx,
  entry: Entry,
  of: { steps: readonly EntryStep[]; fields: readonly FormField[] | null },
): Promise<EntryView> {
  const { content } = entry;
  const isOpen = entry.state === 'county' || entry.state === 'city';
  const namesakes = isOpen
    ? await tx.rows<{ id: string; name: string; division: string; printed: boolean }>(
        sql`select p.id, p.name, p.division, p.table_id is not null as printed from project p
          where ${current(entry.plan)} and p.name = ${content.name} order by p.row_no limit 5`,
      )
    : [];
  return {
    id: entry.id,
    name: content.name,
    type: content.subcategory || content.category,
    divisionName: tx.divisions.fullName(entry.division),
    location: content.location,
    implementer: content.implementer,
    investmentFen: content.investmentFen,
    units: content.units,
    reason: content.reason,
    documentNo: content.documentNo,
    files: (await filesOfCase(tx, entry.id)).map(({ id, name }) => ({ id, name })),
    state: entry.state,
    stateZh: entryStates[entry.state],
    dueOn: entry.dueOn,
    late: entry.dueOn !== null && entry.dueOn < tx.today,
    projectId: entry.projectId,
    namesakes: namesakes.map(({ id, name, division, printed }) => ({
      id,
      name,
      says: `${tx.divisions.fullName(division)}，${printed ? '印发的表里有' : '未列入印发表'}`,
    })),
    steps: of.steps.map(({ action, note, at, byName }) => ({ zh: entrySteps[action], note, at, byName })),
    offers: offersOf(tx, entry, of.fields),
  };
}

async function views(tx: Tx, where: Sql): Promise<{ rows: EntryView[]; fields: readonly FormField[] | null }> {
  const shape = await entryShape(tx);
  const fields = shape && formOf(shape);
  const entries = await findEntries(tx, where, MOST);
  const steps = Map.groupBy(
    await stepsOf(
      tx,
      entries.map(({ id }) => id),
    ),
    ({ entryId }) => entryId,
  );
  const rows: EntryView[] = [];
  for (const entry of entries) rows.push(await viewOf(tx, entry, { steps: steps.get(entry.id) ?? [], fields }));
  return { rows, fields };
}

/** The entries of the actor's place, those of one state or all, the newest first. */
export async function entries(tx: Tx, state: EntryState | undefined): Promise<EntriesView> {
  const counts = await tx.rows<{ state: EntryState; entries: number }>(
    sql`select state, count(*)::int as entries from project_entry group by state limit 10`,
  );
  const { rows, fields } = await views(tx, state ? sql`e.state = ${state}` : sql`true`);
  return {
    states: entryStateOrder.map((one) => ({
      state: one,
      zh: entryStates[one],
      entries: counts.find((row) => row.state === one)?.entries ?? 0,
    })),
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '申报入库',
        causes: '印发的表里没有的项目，填好以后由另一人核，市里审定。表里已有的不要重报。',
        button: '报上去',
        by: enterers,
        when: fields !== null,
        to: ENTRIES,
        fields: fields ?? [],
        fixed: { requestId: newId() },
      },
    ]),
  };
}

/** By which entry a project came into the library; null: it is printed. */
export const entryOf = async (tx: Tx, projectId: string): Promise<EntryView | null> =>
  (await views(tx, sql`e.project_id = ${projectId}`)).rows[0] ?? null;
