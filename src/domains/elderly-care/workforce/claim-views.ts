/** Claims of the actor's range with their lines, and for an employer what could be asked for today. */
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type YearMonth } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { ownEmployer } from '../workers/store.ts';
import { type Claim, type ClaimLine, claimColumns, linesOf } from './claims.ts';
import { carersOf, currentMonth, knownOf, outcomeOf } from './compute.ts';
import type { ClaimRow, ClaimsPage } from './content.ts';
import { workforceNorms } from './parameters.ts';
import { ClaimApproval, ClaimCheck, ClaimPayment, LineStruck } from './schema.ts';
import { approvers, type ClaimKind, claimKinds, claimStates, employers, keepers } from './terms.ts';

const fresh = () => ({ requestId: newId() });

/** 2026年3月到2026年8月；单个月只写一次. */
const spanSays = (months: readonly YearMonth[]): string => {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? longMonth(first) : `${longMonth(first)}到${longMonth(last)}`;
};
const lineSays = (line: Pick<ClaimLine, 'says' | 'months'>): string =>
  line.months.length === 0 ? line.says : `${line.says}（${spanSays(line.months)}）`;

function dueOf(tx: Tx, of: Claim): ClaimRow['due'] {
  if (of.state === 'applied') return { zh: '县核', on: of.checkBy, late: tx.today > of.checkBy };
  if (of.state === 'notice') return { zh: '公示到', on: of.noticeTo!, late: false };
  return of.state === 'approved' ? { zh: '拨付', on: of.payBy!, late: tx.today > of.payBy! } : null;
}

function offersOf(tx: Tx, of: Claim): Offer[] {
  const to = (what: string) => `/api/care-claims/${of.id}/${what}`;
  return offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核',
      causes: '按全市的在岗、考勤、证书再算一遍；和申报的不一样的要先划掉。公示以后由领导批准。',
      by: keepers,
      when: of.state === 'applied',
      to: to('check'),
      fields: formOf(ClaimCheck),
      initial: { verdict: 'notice' },
      fixed: fresh(),
    },
    {
      action: 'approve',
      zh: '批准',
      causes: '公示期满以后拨付。',
      by: approvers,
      when: of.state === 'notice' && tx.today > of.noticeTo!,
      to: to('approval'),
      fields: formOf(ClaimApproval),
      fixed: fresh(),
    },
    {
      action: 'pay',
      zh: '登记拨付',
      causes: '写明凭证号，这一批就办完了。',
      by: keepers,
      when: of.state === 'approved',
      to: to('payment'),
      fields: formOf(ClaimPayment),
      initial: { on: tx.today },
      fixed: fresh(),
    },
  ]);
}

const strikeOffer = (tx: Tx, of: Claim, line: ClaimLine): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'strike',
      zh: '划掉',
      causes: '这个人这一次不发，原因留着；以后可以再申报。',
      by: keepers,
      when: of.state === 'applied' && line.struck === null,
      to: `/api/care-claims/${of.id}/strike`,
      fields: formOf(LineStruck.omit({ worker: true })),
      danger: true,
      fixed: { worker: line.workerId, ...fresh() },
    },
  ]);

const promise: FormField = {
  name: 'noOtherMoney',
  type: 'boolean',
  label: '没有用过别的财政培训资金',
  required: true,
  must: true,
};

/** What the employer could ask for today, by kind, with what each of its people lacks. */
async function readyOf(tx: Tx): Promise<Result<NonNullable<ClaimsPage['ready']>>> {
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
            to: '/api/care-claims',
            fields: kind === 'training' ? [promise] : [],
            fixed: { kind, ...fresh() },
          },
        ]),
      };
    }),
  );
}

const PAGE = 100;

export async function claimsPage(tx: Tx, cursor?: string): Promise<Result<ClaimsPage>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<Claim>(sql`select ${claimColumns} from care_claim k
    order by array_position(array['applied', 'approved', 'notice', 'paid', 'refused'], k.state), k.applied_on desc, k.id ${within(stretch)}`);
  const { rows: claims, next } = pageOf(found, stretch);
  const lines = Map.groupBy(
    await linesOf(
      tx,
      claims.map(({ id }) => id),
    ),
    ({ claimId }) => claimId,
  );
  // 可以申报的只和第一页一起问
  const ready = tx.actor.unitId && stretch.offset === 0 ? await readyOf(tx) : null;
  if (ready && !ready.ok) return ready;
  return ok({
    ready: ready ? ready.value : null,
    next,
    rows: claims.map((of) => {
      const mine = lines.get(of.id) ?? [];
      const kept = mine.filter(({ struck }) => struck === null);
      return {
        id: of.id,
        employerName: of.employerName,
        kindZh: claimKinds[of.kind],
        stateZh: claimStates[of.state].zh,
        tone: claimStates[of.state].tone,
        appliedOn: of.appliedOn,
        amountFen: kept.reduce((sum, { fen }) => sum + fen, 0),
        people: new Set(kept.map(({ workerId }) => workerId)).size,
        due: dueOf(tx, of),
        note: of.note,
        documentNo: of.documentNo,
        lines: mine.map((line) => ({
          key: `${line.workerId}-${line.tranche}`,
          workerId: line.workerId,
          name: line.name,
          says: lineSays(line),
          fen: line.fen,
          struck: line.struck,
          offers: strikeOffer(tx, of, line),
        })),
        offers: offersOf(tx, of),
      };
    }),
  });
}
