/** Clues of hardship: what may be applied for on behalf, what is filled in, and who hears when a warning is closed. */
import { type ClueClosing, type ClueSubject, defineClueKind } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { getPerson, householdOf, type Revealable, reveal } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { openWarningReview } from '../review/server.ts';
import { proposeStopOnWarning } from '../tekun/stop.ts';
import type { StopGround } from '../tekun/terms.ts';
import { ruleNames } from './names.ts';

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
  death: ['OUT-1', 'OUT-7'],
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
  async closed(tx, subject, closing) {
    const { disposition, rules } = closing;
    if (disposition === 'review') {
      const followed = await followUp(tx, subject, closing);
      if (!followed.ok) return followed;
    }
    if (rules.some((rule) => rule.startsWith('IN-') || rule.startsWith('OUT-')))
      await emit(tx, {
        type: 'assistance.warning.closed',
        subject: { kind: 'warning', id: subject.id },
        division: subject.division,
        payload: { warningId: subject.id, disposition, closedAt: tx.now },
      });
    return ok(null);
  },
});

/** 特困: what a warning that is true says about the support (43号第二十四条). */
const stopGround = (rules: readonly string[]): StopGround => (rules.includes('OUT-2') ? 'imprisoned' : 'means');

/** A warning that is true goes on as a review of the family's 低保 or of the person's 特困; money that it holds stays held meanwhile. */
async function followUp(tx: Tx, subject: ClueSubject, { rules, held }: ClueClosing): Promise<Result<unknown>> {
  const { personId } = subject;
  if (!personId) return ok(null);
  const names = rules.map((rule) => (rule in ruleNames ? ruleNames[rule as keyof typeof ruleNames] : rule)).join('、');
  const reason = `预警核实属实：${names}`;
  const review = await openWarningReview(tx, { id: subject.id, personId, reason, held });
  if (review) return review;
  const stop = await proposeStopOnWarning(tx, { personId, ground: stopGround(rules), detail: reason, held });
  return stop ?? ok(null);
}
