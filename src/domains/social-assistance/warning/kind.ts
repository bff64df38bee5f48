/** Clues of hardship: what may be applied for on behalf, what is filled in, and who hears when a warning is closed. */
import { defineClueKind } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { getPerson, householdOf, type Revealable, reveal } from '../../../kernel/resident/server.ts';
import { openWarningReview } from '../review/server.ts';
import { ruleNames } from './rules.ts';

export const HARDSHIP = 'hardship';

/** One protected value, on record for the person with its purpose; left out when there is none. */
async function known(tx: Tx, personId: string, field: Revealable): Promise<Record<string, string>> {
  const value = await reveal(tx, { personId, field, purpose: '核实线索后经本人同意代为申请' });
  return value.ok ? { [field]: value.value } : {};
}

defineClueKind({
  key: HARDSHIP,
  zh: '困难家庭',
  rules: ruleNames,
  items: ['SA-01', 'SA-03', 'SA-05', 'SA-06', 'SA-07'],
  async prefill(tx, { personId }) {
    const person = await getPerson(tx, personId);
    const household = await householdOf(tx, personId);
    if (!person.ok) return {};
    return {
      applicant: {
        name: person.value.name,
        ...(await known(tx, personId, 'idNumber')),
        ...(await known(tx, personId, 'phone')),
        ...(await known(tx, personId, 'address')),
        division: person.value.registeredDivision,
        ...(household ? { urbanRural: household.urbanRural } : {}),
      },
    };
  },
  async closed(tx, subject, disposition, rules) {
    if (disposition === 'review' && subject.personId)
      await openWarningReview(tx, {
        id: subject.id,
        personId: subject.personId,
        reason: `预警核实属实：${rules.map((rule) => (rule in ruleNames ? ruleNames[rule as keyof typeof ruleNames] : rule)).join('、')}`,
      });
    if (!rules.some((rule) => rule.startsWith('IN-') || rule.startsWith('OUT-'))) return;
    await emit(tx, {
      type: 'assistance.warning.closed',
      subject: { kind: 'warning', id: subject.id },
      division: subject.division,
      payload: { warningId: subject.id, disposition, closedAt: tx.now },
    });
  },
});
