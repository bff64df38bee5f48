/**
 * 全国查询: whether somebody who applies draws the same subsidy in another county of the country already. Asked once the township has checked, with the
 * consent of the form, for the case and nothing else. No answer stops nobody; an answer that says so stops the grant, and what is learnt after the
 * grant goes to a person to verify.
 */
import { sql } from '../../../database/sql.ts';
import { addMonths, longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import {
  type AnswerItem,
  type Connector,
  defineConnectors,
  type Query,
  readAnswers,
  recordConsent,
  requestQuery,
  simulatedConnector,
} from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type PlainDate, residentIdFacts, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, getCase } from '../../../kernel/service/server.ts';
import { raise } from '../checks/findings.ts';
import { isChange } from './application.ts';
import { type Kind, kinds } from './facts.ts';
import { applicationMonthOf, formOf } from './facts-of-case.ts';
import { subsidyFlow } from './flow.ts';
import type { Elsewhere, NationwideContent } from './views.ts';

const SOURCE = 'subsidy-nationwide';
const OWNER = '全国残疾人两项补贴信息系统';
const PURPOSE = '残疾人两项补贴：核对是否在其他地区享受';
const CONSENT_MONTHS = 6;

export const nationwideConnectors = (context: Context): readonly Connector[] =>
  defineConnectors([
    simulatedConnector(context, { source: SOURCE, zh: '全国残疾人两项补贴发放', owner: OWNER, usual: () => [] }),
  ]);

/** The consent that stands in the form. A child's needs the guardian who applies for it; without one nobody is asked. */
export async function keepConsent(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = formOf(kase);
  if (isChange(form)) return ok(null);
  const { birthDate } = residentIdFacts(form.applicant.idNumber);
  const kept = await recordConsent(tx, {
    personId: kase.applicantPersonId,
    birthDate,
    guardianId: kase.agentPersonId,
    purpose: PURPOSE,
    sources: [SOURCE],
    validTo: addMonths(tx.today, CONSENT_MONTHS),
    signatureFile: null,
    caseId: kase.id,
    division: kase.division,
  });
  return kept.ok || kept.code === 'CONSENT_GUARDIAN_REQUIRED' ? ok(null) : kept;
}

const asked = (tx: Tx, caseId: string): Promise<Pick<Query, 'reference' | 'state' | 'askedAt' | 'answerAsOf'>[]> =>
  tx.rows(sql`select reference, state, asked_at, answer_as_of from exchange_query where case_id = ${caseId} and source = ${SOURCE}
    order by asked_at desc, id desc limit 20`);

/** Asks, or asks again: what was asked before stays on record. Refused without a valid consent; the attempt is on record then too. */
export async function askNationwide(tx: Tx, kase: Case): Promise<Result<null>> {
  const { applicant } = formOf(kase);
  const query = await requestQuery(tx, {
    source: SOURCE,
    personId: kase.applicantPersonId,
    subject: { idNumber: applicant.idNumber, name: applicant.name },
    caseId: kase.id,
    division: kase.division,
    purpose: PURPOSE,
    reference: `${SOURCE}:${kase.id}:${(await asked(tx, kase.id)).length + 1}`,
    asOf: tx.today,
  });
  return query.ok ? ok(null) : fail('QUERY_WITHOUT_BASIS', { source: OWNER });
}

/** An officer asks again, as when the other county has stopped or did not answer. */
export async function askAgain(tx: Tx, caseId: string): Promise<Result<null>> {
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  if (kase.value.closedAt || !isAsked(kase.value)) return fail('NOT_FOUND');
  return askNationwide(tx, kase.value);
}

export const nationwideAskers = ['township-clerk', 'county-clerk', 'county-confirmer'] as const;
export const isAsked = (kase: Case): boolean => kase.flow === subsidyFlow.name && !isChange(formOf(kase));

const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);
const elsewhereIn = (items: readonly AnswerItem[]): Elsewhere[] =>
  items.flatMap((i) =>
    isKind(i.kind) && i.from ? [{ kind: i.kind, kindZh: kinds[i.kind], place: i.text, from: i.from, to: i.to }] : [],
  );

interface Known {
  state: NationwideContent['state'];
  askedAt: string | null;
  asOf: PlainDate | null;
  found: readonly Elsewhere[];
}

/** What is known by the last question. */
async function known(tx: Tx, kase: Case): Promise<Known> {
  const [last] = await asked(tx, kase.id);
  if (!last) return { state: 'unasked', askedAt: null, asOf: null, found: [] };
  const { askedAt, answerAsOf: asOf } = last;
  if (last.state !== 'answered')
    return { state: last.state === 'pending' ? 'waiting' : 'silent', askedAt, asOf: null, found: [] };
  const [answered] = await readAnswers(tx, { reference: last.reference, purpose: PURPOSE });
  const found = elsewhereIn(answered?.answer?.items ?? []);
  return { state: found.length > 0 ? 'elsewhere' : 'clear', askedAt, asOf, found };
}

export async function nationwideShown(tx: Tx, kase: Case, mayAsk: boolean): Promise<NationwideContent | null> {
  return isAsked(kase) ? { ...(await known(tx, kase)), mayAsk: mayAsk && kase.closedAt === null } : null;
}

const overlaps = (e: Elsewhere, from: YearMonth): boolean => e.to === null || e.to >= from;

/** Refuses to grant what another county still pays, or has paid for a month that would be paid here. */
export async function notElsewhere(tx: Tx, kase: Case, granting: readonly Kind[]): Promise<Result<null>> {
  const { found } = await known(tx, kase);
  if (found.length === 0) return ok(null);
  const from = await applicationMonthOf(tx, kase, await caseEvents(tx, kase.id));
  if (!from.ok) return from;
  return found.some((e) => granting.includes(e.kind) && overlaps(e, from.value)) ? fail('SUBSIDY_ELSEWHERE') : ok(null);
}

/** An answer that comes after the grant does nothing to money: the county verifies. */
export async function hearNationwide(tx: Tx, queries: readonly Query[]): Promise<void> {
  for (const { source, state, caseId } of queries) {
    if (source !== SOURCE || state !== 'answered') continue;
    const kase = await getCase(tx, caseId);
    if (!kase.ok || kase.value.outcome !== 'granted') continue;
    const { found } = await known(tx, kase.value);
    const now = monthOf(tx.today);
    for (const e of found.filter((one) => overlaps(one, now)))
      await raise(tx, {
        kind: 'elsewhere',
        subject: `${kase.value.applicantPersonId}:${e.kind}:${e.from}`,
        division: kase.value.division,
        personId: kase.value.applicantPersonId,
        detail: `${e.kindZh}：${e.place}从${longMonth(e.from)}起发放`,
      });
  }
}
