/** For an employer what could be asked for today, by kind, with what each of its people lacks. */
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { ownEmployer } from '../workers/store.ts';
import { carersOf, currentMonth, knownOf, outcomeOf } from './compute.ts';
import type { ClaimsReady } from './content.ts';
import { lineSays } from './lines.ts';
import { workforceNorms } from './parameters.ts';
import { type ClaimKind, claimKinds, employers } from './terms.ts';

const promise: FormField = {
  name: 'noOtherMoney',
  type: 'boolean',
  label: '没有用过别的财政培训资金',
  required: true,
  must: true,
};

/** What the employer could ask for today, by kind, with what each of its people lacks. */
export async function readyOf(tx: Tx): Promise<Result<ClaimsReady | null>> {
  if (!tx.actor.unitId) return ok(null);
  const found = await ownEmployer(tx);
  if (!found.ok) return found;
  const norms = await workforceNorms(tx, found.value.division);
  if (!norms.ok) return norms;
  const carers = await carersOf(tx, found.value.id);
  const left = new Set(carers.filter((one) => one.left).map(({ workerId }) => workerId));
  const known = await knownOf(
    tx,
    carers.map(({ workerId }) => workerId),
  );
  return ok(
    (Object.keys(claimKinds) as ClaimKind[]).map((kind) => {
      const judged = [...known.values()].map((one) => ({ one, outcome: outcomeOf(kind, one, norms.value, currentMonth(tx)) }));
      const due = judged.flatMap(({ one, outcome }) =>
        'due' in outcome
          ? outcome.due.map((d) => ({
              key: `${one.id}-${d.tranche}`,
              name: one.name,
              says: lineSays({ says: d.says, months: [...d.months] }),
              fen: d.fen,
            }))
          : [],
      );
      return {
        kindZh: claimKinds[kind],
        amountFen: due.reduce((sum, { fen }) => sum + fen, 0),
        due,
        lacking: judged.flatMap(({ one, outcome }) =>
          'none' in outcome && !left.has(one.id) ? [{ workerId: one.id, name: one.name, why: outcome.none }] : [],
        ),
        offers: offersTo(tx.actor, [
          {
            action: `apply-${kind}`,
            zh: `申报${claimKinds[kind]}`,
            causes: '上面列出的人一起申报，金额按考勤、社保和证书算，县里核。',
            by: employers,
            when: due.length > 0,
            to: `/api/care-claims/${kind}`,
            fields: kind === 'training' ? [promise] : [],
            fixed: { requestId: newId() },
          },
        ]),
      };
    }),
  );
}
