/** Overdue clues are told to the holder and the level above, once a step; a hold that has lasted one cycle ends by itself. */
import { type Sql, sql } from '../../database/sql.ts';
import { type Performer, systemActor } from '../access/index.ts';
import { dueDayOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { releaseHold } from '../payment/server.ts';
import { officeOf, tellLate } from '../service/server.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import { clueStates } from './index.ts';
import { appendClueEvent, type ClueRecord, clueColumns, holdCode } from './intake.ts';
import { clueKindOf } from './kinds.ts';

defineTemplates({
  'clue.new': { title: '有新线索', text: '{place}有一条{kind}线索，请尽快分派核实。' },
  'clue.urgent': { title: '紧急线索', text: '{place}有一条紧急的{kind}线索，今天之内要核实。' },
  'clue.assigned': { title: '线索等您核实', text: '{place}有一条{kind}线索交给您核实。' },
  'clue.verified': { title: '线索已核实', text: '{place}的一条{kind}线索已经核实，请处置。' },
  'clue.overdue': { title: '线索已超期', text: '{place}的一条{kind}线索（{state}）已超过期限{due}，请立即办理。' },
  'clue.released': {
    title: '暂停发放期满',
    text: '{place}的一条{kind}预警暂停发放已满一个周期，款项恢复发放，请核实并处置。',
  },
});

const BATCH = 200;

const late = (tx: Tx): Sql =>
  sql`clue where closed_at is null and due_at <= ${tx.now} and escalated_state is distinct from state`;

/** Tells what is late; each step of a clue once. Returns how many. */
export const raiseClueAlerts = whenDue(
  (tx) => anyRow(tx, late(tx)),
  async (context) => {
    const city = systemActor('clue-alerts', context.city);
    let raised = 0;
    for (;;) {
      const count = await context.write(city, async (tx) => {
        const clues = await tx.rows<ClueRecord>(sql`update clue set escalated_state = state, seq = seq + 1
        where id in (select id from ${late(tx)} order by due_at, id limit ${BATCH} for update skip locked)
        returning ${clueColumns}`);
        for (const clue of clues) {
          appendClueEvent(tx, clue, { seq: clue.seq, action: 'escalate', to: clue.state });
          await tellLate(tx, {
            holder: clue.holder as Performer,
            division: clue.division,
            template: 'clue.overdue',
            params: {
              place: tx.divisions.fullName(clue.division),
              kind: clueKindOf(clue.kind).zh,
              state: clueStates[clue.state],
              due: dueDayOf(clue.dueAt),
            },
          });
        }
        return clues.length;
      });
      raised += count;
      if (count < BATCH) return raised;
    }
  },
);

const over = (
  tx: Tx,
): Sql => sql`clue_reason where held_until is not null and released_at is null and held_until < ${tx.today}::date
  and not exists (select from clue c where c.id = clue_id and c.state = 'verified' and c.found in ('true', 'partly'))`;

/**
 * Ends the holds that have lasted one cycle without being verified; the county is told. What was found true waits for its disposition, however
 * long that takes. Returns how many.
 */
export const endClueHolds = whenDue(
  (tx) => anyRow(tx, over(tx)),
  async (context) => {
    const city = systemActor('clue-holds', context.city);
    let ended = 0;
    for (;;) {
      const count = await context.write(city, async (tx) => {
        const holds = await tx.rows<{ clueId: string; heldPersonId: string }>(sql`update clue_reason set released_at = ${tx.now}
        where id in (select id from ${over(tx)} order by held_until, id limit ${BATCH} for update skip locked)
        returning clue_id, held_person_id`);
        for (const { clueId, heldPersonId } of holds) {
          const clue = await tx.one<ClueRecord>(
            sql`update clue set seq = seq + 1, version = version + 1,
            red = exists (select from clue_reason r where r.clue_id = clue.id and r.held_until is not null and r.released_at is null) where id = ${clueId} returning ${clueColumns}`,
          );
          await releaseHold(tx, { personId: heldPersonId, code: holdCode(clue.kind), reason: '预警暂停已满一个周期' });
          appendClueEvent(tx, clue, { seq: clue.seq, action: 'release', to: clue.state });
          await notify(tx, {
            to: { performer: 'county-leader', division: officeOf('county-leader', clue.division) },
            template: 'clue.released',
            params: { place: tx.divisions.fullName(clue.division), kind: clueKindOf(clue.kind).zh },
          });
        }
        return holds.length;
      });
      ended += count;
      if (count < BATCH) return ended;
    }
  },
);
