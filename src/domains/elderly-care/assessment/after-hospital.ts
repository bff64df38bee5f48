/**
 * 即时评估 (4.2): a level may not be true any more after the hospital. The platform proposes it to the township as a clue; somebody asks the old person, and applies on
 * behalf of whoever wants it. Of a person without a level in force there is nothing to assess again.
 */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { defineClueKind, reportClue } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { factsAsOf, getPerson, householdOf, type Revealable, reveal } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

/** Of the clue, and of the flow that it may lead to. */
const KIND = 'capacity-assessment';
const RULE = 'after-hospital';

/** One protected value, on record for the person with its purpose; left out when there is none. */
async function known(tx: Tx, personId: string, field: Revealable): Promise<Record<string, string>> {
  const value = await reveal(tx, { personId, field, purpose: '核实线索后经本人同意代为申请能力评估' });
  return value.ok ? { [field]: value.value } : {};
}

defineClueKind({
  key: KIND,
  zh: '老年人能力评估',
  rules: { [RULE]: '出院，建议即时评估' },
  items: ['EL-08'],
  async prefill(tx, { personId }) {
    const person = await getPerson(tx, personId);
    if (!person.ok) return {};
    return {
      applicant: {
        name: person.value.name,
        ...(await known(tx, personId, 'idNumber')),
        ...(await known(tx, personId, 'phone')),
        division: person.value.division,
      },
      reason: 'sudden',
    };
  },
});

export async function proposeAfterHospital(
  tx: Tx,
  of: { personId: string; division: DivisionCode; on: PlainDate },
): Promise<void> {
  const subject = { kind: 'person', id: of.personId as never } as const;
  const [level] = await factsAsOf(tx, subject, { validOn: tx.today, kinds: ['capacity-level'] });
  if (!level) return;
  const asked = await tx.maybe(sql`select 1 as one from service_case
    where applicant_person_id = ${of.personId} and flow = ${KIND} and closed_at is null limit 1`);
  if (asked) return;
  const household = await householdOf(tx, of.personId);
  const told = await reportClue(tx, {
    kind: KIND,
    rule: RULE,
    occasion: of.on,
    source: 'department',
    direction: 'none',
    division: of.division,
    personId: of.personId,
    householdId: household?.id ?? null,
    content: { text: `${longDate(of.on)}出院，能力可能有变化：请问本人和家里，要不要重新评估（即时评估）。原来的等级照常有效。` },
  });
  if (!told.ok) throw new Error(`clue of an assessment after hospital: ${told.code}`);
}
