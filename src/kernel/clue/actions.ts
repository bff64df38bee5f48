/** What people do with a clue. A clue is closed only by a person, with a disposition and the evidence for it. */

import type { z } from 'zod';
import { sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { isOneOf, performerName } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { endOfSpan } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { bindFiles } from '../document/server.ts';
import { notify } from '../notice/server.ts';
import { releaseHold } from '../payment/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { parseInput } from '../schema/index.ts';
import { officeOf, saveDraft } from '../service/server.ts';
import {
  type ClueAction,
  clueActions,
  clueInputs,
  clueStates,
  type Disposition,
  directions,
  dispositions,
  fitsDirection,
} from './index.ts';
import { appendClueEvent, type ClueRecord, clueColumns, holdCode } from './intake.ts';
import { clueKindOf, offeredItems } from './kinds.ts';

export interface ClueCommand {
  clueId: string;
  action: string;
  version: number;
  requestId: string;
  input: unknown;
}

export interface ClueReceipt {
  id: string;
  version: number;
  state: string;
  /** The application that was begun, where it was. */
  draft?: { id: string; itemId: string };
}

export const evidencePlace = (id: string): string => `clue.evidence:${id}`;
const township = (division: string): string => division.slice(0, 9).padEnd(12, '0');
const ways = { visit: '上门', phone: '打电话', record: '查档案、问部门' } as const;
const results = { true: '属实', partly: '部分属实', false: '不属实', absent: '找不到人' } as const;

type Input<A extends ClueAction> = z.infer<(typeof clueInputs)[A]>;

export function actOnClue(context: Context, actor: Actor, command: ClueCommand): Promise<Result<ClueReceipt>> {
  return context.once(actor, { action: `clue.${command.action}`, requestId: command.requestId, body: command }, (tx) =>
    perform(tx, command),
  );
}

async function perform(tx: Tx, command: ClueCommand): Promise<Result<ClueReceipt>> {
  const clue = await tx.maybe<ClueRecord>(sql`select ${clueColumns} from clue where id = ${command.clueId} for update`);
  if (!clue || !Object.hasOwn(clueActions, command.action)) return fail('NOT_FOUND');
  const action = command.action as ClueAction;
  const spec = clueActions[action];
  if (command.version !== clue.version) return fail('VERSION_CONFLICT');
  if (!spec.from.includes(clue.state)) return fail('CLUE_NOT_NOW', { state: clueStates[clue.state], action: spec.zh });
  if (!isOneOf(tx.actor, spec.by))
    return fail('CLUE_NOT_YOURS', { action: spec.zh, performers: spec.by.map(performerName).join('、') });
  if (spec.closes && !fitsDirection(action, clue.direction))
    return fail('CLUE_DIRECTION', { direction: directions[clue.direction], disposition: dispositions[spec.closes].zh });
  const parsed = parseInput(clueInputs[action], command.input ?? {});
  if (!parsed.ok) return parsed;
  if (action === 'assign') return assign(tx, clue, parsed.value as Input<'assign'>);
  if (action === 'verify') return verify(tx, clue, parsed.value as Input<'verify'>);
  return close(
    tx,
    clue,
    action,
    spec.closes!,
    parsed.value as { evidence: string } & Partial<Input<'apply'> & Input<'refer'> & Input<'inform'>>,
  );
}

const auditOf = (tx: Tx, clue: ClueRecord, action: ClueAction) =>
  recordAudit(tx, {
    action: `clue.${action}`,
    subject: { kind: 'clue', id: clue.id },
    ...(clue.personId ? { personId: clue.personId } : {}),
    division: clue.division,
  });

async function assign(tx: Tx, clue: ClueRecord, input: Input<'assign'>): Promise<Result<ClueReceipt>> {
  const { division } = input;
  if (!tx.divisions.get(division) || !inScope(division, township(clue.division))) return fail('CLUE_VILLAGE_FOREIGN');
  if (input.to === 'village-worker' && tx.divisions.get(division)?.level !== 'village') return fail('CLUE_VILLAGE_FOREIGN');
  await tx.run(
    sql`update clue set state = 'assigned', holder = ${input.to}, division = ${division}, due_at = verify_by, seq = seq + 1, version = version + 1 where id = ${clue.id}`,
  );
  appendClueEvent(tx, { ...clue, division }, { seq: clue.seq + 1, action: 'assign', to: 'assigned', note: input.note ?? null });
  await notify(tx, {
    to: { performer: input.to, division: officeOf(input.to, division) },
    template: 'clue.assigned',
    params: { place: tx.divisions.fullName(division), kind: clueKindOf(clue.kind).zh },
  });
  await auditOf(tx, clue, 'assign');
  return ok({ id: clue.id, version: clue.version + 1, state: 'assigned' });
}

async function verify(tx: Tx, clue: ClueRecord, input: Input<'verify'>): Promise<Result<ClueReceipt>> {
  const days = await wholeParameter(tx, 'CLUE-LIMIT-CLOSE', clue.division, tx.today);
  if (!days.ok) return days;
  if (input.photos.length > 0) {
    const bound = await bindFiles(tx, input.photos, { caseId: clue.id, personId: clue.personId, division: clue.division });
    if (!bound.ok) return bound;
  }
  const due = endOfSpan(tx.calendar, tx.now, { workdays: days.value }, clue.division);
  await tx.run(
    sql`update clue set state = 'verified', found = ${input.result}, holder = 'township-clerk', due_at = ${due}, escalated_state = null, seq = seq + 1, version = version + 1 where id = ${clue.id}`,
  );
  appendClueEvent(tx, clue, {
    seq: clue.seq + 1,
    action: 'verify',
    to: 'verified',
    note: `${ways[input.way]}核实，${results[input.result]}。${input.findings}`,
  });
  await notify(tx, {
    to: { performer: 'township-clerk', division: officeOf('township-clerk', clue.division) },
    template: 'clue.verified',
    params: { place: tx.divisions.fullName(clue.division), kind: clueKindOf(clue.kind).zh },
  });
  await auditOf(tx, clue, 'verify');
  return ok({ id: clue.id, version: clue.version + 1, state: 'verified' });
}

async function close(
  tx: Tx,
  clue: ClueRecord,
  action: ClueAction,
  disposition: Disposition,
  input: { evidence: string } & Partial<Input<'apply'> & Input<'refer'> & Input<'inform'>>,
): Promise<Result<ClueReceipt>> {
  const kind = clueKindOf(clue.kind);
  const begun = action === 'apply' ? await beginApplication(tx, clue, input.itemId ?? '') : ok(undefined);
  if (!begun.ok) return begun;
  const said = [input.evidence, input.told && `告知：${input.told}`, input.to && `转给：${input.to}`].filter(Boolean).join('。');
  await tx.run(sql`update clue set state = 'closed', holder = null, closed_at = ${tx.now}, closed_by = ${tx.actor.id}, disposition = ${disposition},
    evidence = ${tx.keys.seal(said, evidencePlace(clue.id))}, seq = seq + 1, version = version + 1 where id = ${clue.id}`);
  appendClueEvent(tx, clue, { seq: clue.seq + 1, action, to: 'closed', note: said });
  const rules = await tx.rows<{ rule: string }>(
    sql`select distinct rule from clue_reason where clue_id = ${clue.id} order by rule limit 50`,
  );
  const held = await tx.rows<{ personId: string }>(
    sql`select distinct held_person_id as person_id from clue_reason where clue_id = ${clue.id} and held_until is not null and released_at is null`,
  );
  const followed = await kind.closed?.(tx, clue, {
    disposition,
    rules: rules.map((r) => r.rule),
    held: { code: holdCode(clue.kind), personIds: held.map((h) => h.personId) },
  });
  if (followed && !followed.ok) return followed;
  // A closed clue holds nothing any more; whoever goes on with it has taken over by now what must stay held.
  await releaseHolds(tx, clue, '预警已核实销号');
  await auditOf(tx, clue, action);
  return ok({ id: clue.id, version: clue.version + 1, state: 'closed', ...(begun.value ? { draft: begun.value } : {}) });
}

/** Sets the payments free that this clue stopped. */
async function releaseHolds(tx: Tx, clue: ClueRecord, reason: string): Promise<void> {
  const held = await tx.rows<{ personId: string }>(sql`update clue_reason set released_at = ${tx.now}
    where clue_id = ${clue.id} and held_until is not null and released_at is null returning held_person_id as person_id`);
  for (const personId of new Set(held.map((h) => h.personId)))
    await releaseHold(tx, { personId, code: holdCode(clue.kind), reason });
}

/** A draft of the officer who acts, with what is known filled in; the person has agreed. */
async function beginApplication(tx: Tx, clue: ClueRecord, itemId: string): Promise<Result<{ id: string; itemId: string }>> {
  const kind = clueKindOf(clue.kind);
  const { personId } = clue;
  if (!(await offeredItems(tx, clue.kind)).some((item) => item.itemId === itemId))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'itemId', message: '请从可以代为申请的事项中选择' }]);
  const person = personId && (await tx.maybe<{ name: string }>(sql`select name from person where id = ${personId}`));
  if (!personId || !person) return fail('CLUE_NO_PERSON', { name: '线索里' });
  const values = await kind.prefill(tx, { ...clue, personId }, itemId);
  const draft = await saveDraft(tx, { itemId, title: `代为申请：${person.name}`, content: { values, step: 0 } });
  return draft.ok ? ok({ id: draft.value.id, itemId }) : draft;
}
