/** 认定: the county, or the township that it entrusts, recognises the category that the computation gives, without a second application (4.1, 4.4). */
import { z } from 'zod';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, type Effect, handler, Opinion, tellApplicant, withdrawNotices } from '../../../kernel/service/server.ts';
import { categoryOfItem, isRecognition, recognitionNames } from '../classification/categories.ts';
import type { AssistanceDecision } from '../classification/classify.ts';
import { computeDecision } from '../classification/compute.ts';
import { decidingOffice, noteTownshipDecision } from '../delegation/entrusted.ts';
import { formOf } from '../family/facts-of-case.ts';
import { familyOf } from '../family/people.ts';
import { awaitsCountyVisit, mayDecide, settle, wasPosted } from '../procedure/county.ts';
import type { Procedure } from '../procedure/index.ts';
import { issueRecognition } from '../procedure/letters.ts';
import { entitledAmong, recordRecognition } from './store.ts';

/** An edge family has no last day; it is reviewed after so many months (4.4). */
async function reviewDueOf(tx: Tx, kase: Case): Promise<Result<PlainDate>> {
  const months = await wholeParameter(tx, 'EDGE-REVIEW-MONTHS', kase.division, tx.today);
  return months.ok ? ok(addMonths(tx.today, months.value)) : months;
}

export const recognise = (p: Procedure<AssistanceDecision>) =>
  handler({
    input: z.strictObject({ opinion: Opinion }),
    initial: async (tx, kase) => {
      const computed = await computeDecision(tx, kase);
      const category = computed.ok ? computed.value.decision.category : null;
      return isRecognition(category) ? { opinion: `同意认定为${recognitionNames[category]}。` } : {};
    },
    offered: async (tx, kase) => {
      const computed = await computeDecision(tx, kase);
      return !(await awaitsCountyVisit(tx, kase)) && computed.ok && isRecognition(computed.value.decision.category);
    },
    async run(tx, kase, input): Promise<Result<Effect<'recognised'>>> {
      const may = await mayDecide(tx, kase);
      if (!may.ok) return may;
      const settled = await settle(tx, p, kase, 'final');
      if (!settled.ok) return settled;
      const { id: decisionId, decision } = settled.value;
      const kind = decision.category;
      if (!isRecognition(kind)) return fail('OUTCOME_NOT_ELIGIBLE');
      const posted = await wasPosted(tx, kase, p.proposal!(decision));
      if (!posted.ok) return posted;
      const reviewDue = kind === 'edge' ? await reviewDueOf(tx, kase) : ok(null);
      if (!reviewDue.ok) return reviewDue;
      const family = await familyOf(tx, kase, formOf(kase));
      const counted = decision.members.filter((m) => m.counted).flatMap((m) => family.find((f) => f.ref === m.ref) ?? []);
      // 单人保的家人自己享受低保，其余的人仍是边缘家庭（5.11注3）
      const alone = await paidAlone(
        tx,
        kase,
        counted.map((m) => m.personId),
      );
      const members = counted.filter((m) => !alone.has(m.personId));
      const recognition = await recordRecognition(tx, {
        kind,
        kase,
        memberIds: members.map((m) => m.personId),
        decisionId,
        validTo: decision.validTo ?? null,
        reviewDue: reviewDue.value,
      });
      if (!recognition.ok) return recognition;
      await withdrawNotices(tx, kase.id);
      const asked = categoryOfItem(kase.itemId);
      const letter = await issueRecognition(tx, kase, {
        kind,
        appliedFor: asked === kind ? null : asked === 'dibao' ? '最低生活保障' : recognitionNames[asked],
        members: members.map((m) => m.name),
        validFrom: recognition.value.validFrom,
        validTo: recognition.value.validTo,
        reviewDue: recognition.value.reviewDue,
        clauses: decision.clauses,
        breakdown: decision.breakdown,
      });
      if (!letter.ok) return letter;
      const until = recognition.value.validTo
        ? `有效至${longDate(recognition.value.validTo)}`
        : `${longDate(recognition.value.reviewDue!)}前复核`;
      await noteTownshipDecision(tx, kase, 'recognise');
      const tel = tx.office(decidingOffice(kase)).telephone;
      await tellApplicant(tx, kase, 'assistance.recognised', { kind: recognitionNames[kind], until, tel });
      return ok({
        to: 'recognised',
        opinion: input.opinion,
        data: { decisionId, recognitionId: recognition.value.id, category: kind },
      });
    },
  });

/** Members whom 低保 pays alone under a case that came out of this one. */
async function paidAlone(tx: Tx, kase: Case, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  const entitled = await entitledAmong(tx, personIds);
  return new Set(
    entitled.map((e) => e.personId).filter((id) => id !== kase.applicantPersonId && entitled.length < personIds.length),
  );
}
