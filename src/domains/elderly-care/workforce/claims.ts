/** 护理员补贴 (5.13): asked for by the employer for its people at once, line by line; counted again by the county before the check, which strikes what has changed. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Fen, formOf, type YearMonth } from '../../../kernel/schema/index.ts';
import {
  auditSubsidy,
  type Book,
  defineBook,
  type Line,
  lockSubsidy,
  type Subsidy,
  scheme,
} from '../../../kernel/subsidy/server.ts';
import { ownEmployer } from '../workers/store.ts';
import { carersOf, currentMonth, knownOf, outcomeOf, recounted } from './compute.ts';
import { type ClaimLine, lineSays, linesOf } from './lines.ts';
import { workforceNorms } from './parameters.ts';
import { readyOf } from './ready.ts';
import { type Due, postMonth } from './rules.ts';
import { type LineStruck, LineStruckForm, NewClaim } from './schema.ts';
import { type ClaimKind, claimKinds, employers, keepers, kindOf, schemeKey, workforceReaders } from './terms.ts';

/** One line, and for the post allowance its months: whoever is asked for elsewhere in the same second stops the whole claim. */
async function addLine(
  tx: Tx,
  claim: Subsidy,
  of: { workerId: string; due: Due; fenOf: (month: YearMonth) => Fen },
): Promise<boolean> {
  const { workerId, due } = of;
  const kind = kindOf(claim);
  const added =
    await tx.run(sql`insert into care_claim_line (claim_id, worker_id, employer_id, division, kind, tranche, months, fen, says)
    values (${claim.id}, ${workerId}, ${claim.bodyId}, ${claim.division}, ${kind}, ${due.tranche}, ${[...due.months]}::text[], ${due.fen}, ${due.says}) on conflict do nothing`);
  if (added === 0) return false;
  if (kind !== 'post') return true;
  for (const month of due.months) {
    const kept = await tx.run(sql`insert into care_post_month (worker_id, month, claim_id, division, employer_id, fen)
      values (${workerId}, ${month}, ${claim.id}, ${claim.division}, ${claim.bodyId}, ${of.fenOf(month)}) on conflict do nothing`);
    if (kept === 0) return false;
  }
  return true;
}

/** 划掉: the person may be asked for again later; the reason stays with the line. */
async function strike(tx: Tx, claim: Subsidy, workerId: string | null, reason: string): Promise<number> {
  const whose = workerId === null ? sql`true` : sql`worker_id = ${workerId}`;
  await tx.run(sql`delete from care_post_month where claim_id = ${claim.id} and ${whose}`);
  return tx.run(sql`update care_claim_line set struck = ${reason} where claim_id = ${claim.id} and ${whose} and struck is null`);
}

/** Every line of the claim counted again as of this day: a person whose line has changed must be struck first. */
async function unchanged(tx: Tx, claim: Subsidy, lines: readonly ClaimLine[]): Promise<Result<null>> {
  const norms = await workforceNorms(tx, claim.division);
  if (!norms.ok) return norms;
  const known = await knownOf(
    tx,
    lines.map(({ workerId }) => workerId),
    claim.id,
  );
  for (const line of lines) {
    const one = known.get(line.workerId);
    if (!one) return fail('CARE_CLAIM_CHANGED', { name: line.name, why: '已经不在本县的名册里' });
    const again = recounted(kindOf(claim), one, norms.value, line);
    if ('none' in again) return fail('CARE_CLAIM_CHANGED', { name: line.name, why: again.none });
    if (again.fen !== line.fen)
      return fail('CARE_CLAIM_CHANGED', { name: line.name, why: `申报${yuan(line.fen)}，现在算${yuan(again.fen)}` });
  }
  return ok(null);
}

const strikeOffers = (tx: Tx, of: Subsidy, line: ClaimLine) =>
  offersTo(tx.actor, [
    {
      action: 'strike',
      zh: '划掉',
      causes: '这个人这一次不发，原因留着；以后可以再申报。',
      by: keepers,
      when: of.state === 'applied' && line.struck === null,
      to: `/api/care-claims/${of.id}/strike`,
      fields: formOf(LineStruckForm.omit({ worker: true })),
      danger: true,
      fixed: { worker: line.workerId, requestId: newId() },
    },
  ]);

async function shownLines(tx: Tx, rows: readonly Subsidy[]): Promise<Map<string, Line[]>> {
  const lines = Map.groupBy(
    await linesOf(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ claimId }) => claimId,
  );
  return new Map(
    rows.map((of) => [
      of.id,
      (lines.get(of.id) ?? []).map((line) => ({
        key: `${line.workerId}-${line.tranche}`,
        of: line.name,
        says: `${line.name}：${lineSays(line)}`,
        fen: line.fen,
        struck: line.struck,
        offers: strikeOffers(tx, of, line),
      })),
    ]),
  );
}

const schemeFor = (kind: ClaimKind) =>
  scheme({
    key: schemeKey(kind),
    zh: claimKinds[kind],
    ask: {
      path: `/${kind}`,
      zh: `申报${claimKinds[kind]}`,
      causes: '上面列出的人一起申报，金额按考勤、社保和证书算，县里核。',
      form: kind === 'training' ? NewClaim : NewClaim.omit({ noOtherMoney: true }),
      async work(tx, given) {
        const found = await ownEmployer(tx);
        if (!found.ok) return found;
        const employer = found.value;
        if (kind === 'training' && (given as z.output<typeof NewClaim>).noOtherMoney !== true) return fail('CARE_CLAIM_PROMISE');
        const norms = await workforceNorms(tx, employer.division);
        if (!norms.ok) return norms;
        const known = await knownOf(
          tx,
          (await carersOf(tx, employer.id)).map(({ workerId }) => workerId),
        );
        const lines = [...known.values()].flatMap((one) => {
          const outcome = outcomeOf(kind, one, norms.value, currentMonth(tx));
          return 'due' in outcome ? outcome.due.map((due) => ({ one, due })) : [];
        });
        if (lines.length === 0) return fail('CARE_CLAIM_NONE', { kind: claimKinds[kind] });
        return ok({
          body: employer,
          own: true,
          answer: { amountFen: lines.reduce((sum, { due }) => sum + due.fen, 0) },
          async entered(claim) {
            for (const { one, due } of lines) {
              const fenOf = (month: YearMonth) =>
                postMonth(one.facts, norms.value, one.facts.months.find((worked) => worked.month === month)!).fen;
              if (!(await addLine(tx, claim, { workerId: one.id, due, fenOf }))) return fail('CARE_CLAIM_TAKEN');
            }
            return ok(null);
          },
        });
      },
    },
    days: { check: 'CW-CHECK', notice: 'CW-NOTICE', pay: 'CW-PAY' },
    checks: {
      causes: '按全市的在岗、考勤、证书再算一遍；和申报的不一样的要先划掉。公示以后由领导批准。',
      help: '看了哪些考勤、社保记录；不予补贴的写明原因',
    },
    async count(tx, of) {
      const lines = (await linesOf(tx, [of.id])).filter(({ struck }) => struck === null);
      if (lines.length === 0) return fail('CARE_CLAIM_EMPTY');
      const same = await unchanged(tx, of, lines);
      if (!same.ok) return same;
      const fen = lines.reduce((sum, line) => sum + line.fen, 0);
      return ok({ fen, basis: { people: new Set(lines.map(({ workerId }) => workerId)).size }, nothing: null });
    },
    lines: shownLines,
    async refused(tx, of, note) {
      await strike(tx, of, null, note);
    },
    returns: { days: 'SUBSIDY-RETURN' },
  });
export const claimSchemes = {
  entry: schemeFor('entry'),
  post: schemeFor('post'),
  years: schemeFor('years'),
  training: schemeFor('training'),
} as const;

export const claimBook: Book = defineBook({
  url: '/api/care-claims',
  zh: '护理员补贴',
  lead: '入职补贴、岗位津贴、工龄奖励、培训补贴：单位申报，县里核，公示以后批准、拨付。金额按全市的在岗、考勤、社保和证书算，一个人一个月只发一次。标准都是假定的，待主管部门确认。',
  by: { ask: employers, read: workforceReaders },
  schemes: Object.values(claimSchemes),
  beside: (tx) => readyOf(tx),
});

export async function strikeLine(tx: Tx, id: string, given: LineStruck): Promise<Result<null>> {
  const found = await lockSubsidy(tx, claimBook, id, ['applied']);
  if (!found.ok) return found;
  if ((await strike(tx, found.value, given.worker, given.reason)) === 0) return fail('NOT_FOUND');
  await auditSubsidy(tx, 'care-claim.struck', found.value, { ...given });
  return ok(null);
}
