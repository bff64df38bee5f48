/** What others see of supporters: the case page, the person who is asked, the checking centre's list, and the facts for the determination. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Query, queriesOf } from '../../../kernel/exchange/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, getCase, isInstant, readCursor } from '../../../kernel/service/server.ts';
import { sourceOwner, type VerificationSource } from '../verification/sources.ts';
import type { Verification } from '../verification/store.ts';
import type { SupporterLine, SupportersView, SupporterTodo, SupportRequest } from './content.ts';
import type { SupporterEvidence } from './result.ts';
import { statedSupporters } from './stated.ts';
import { type Supporter, supporterReference, supporterState, supportersAsked, supportersOfCase } from './store.ts';
import { SUPPORT_PURPOSE, sourceWords, supporterSources, supporterStates, supportRelations } from './terms.ts';

/** Evidence for the determination: what has a result. */
export async function supporterEvidence(tx: Tx, caseId: string): Promise<SupporterEvidence[]> {
  return (await supportersOfCase(tx, caseId)).flatMap(({ content, result, disposition }) =>
    result ? [{ rows: content.rows, difference: result.difference, disposition }] : [],
  );
}

/** Whether a case may go on: whoever agreed has been checked, and what differs is disposed of. Somebody who has not agreed stops nothing. */
export async function supportersReady(
  tx: Tx,
  caseId: string,
): Promise<Result<null, 'SUPPORTER_UNDER_WAY' | 'SUPPORTER_UNDISPOSED'>> {
  const all = (await supportersOfCase(tx, caseId)).map((s) => ({ name: s.content.name, state: supporterState(s) }));
  const names = (...states: string[]) => all.filter((s) => states.includes(s.state)).map((s) => s.name);
  const waiting = names('consented', 'querying');
  if (waiting.length > 0) return fail('SUPPORTER_UNDER_WAY', { names: waiting.join('、') });
  const open = names('differs');
  return open.length > 0 ? fail('SUPPORTER_UNDISPOSED', { names: open.join('、') }) : ok(null);
}

const lineOf = (supporter: Supporter, queries: readonly Query[]): SupporterLine => {
  const { id, content, result, resultAt, disposition, reason, signedAt, validTo } = supporter;
  const state = supporterState(supporter);
  return {
    id,
    name: content.name,
    relationZh: supportRelations[content.relation],
    state,
    stateZh: supporterStates[state],
    declared: content.rows.length > 0,
    signedAt,
    validTo,
    answered: queries.filter((q) => q.state === 'answered').length,
    asked: queries.length,
    waitingFor: queries.filter((q) => q.state !== 'answered').map((q) => q.addressee || sourceOwner(q.source)),
    letters: queries
      .filter((q) => q.way === 'letter' && q.state === 'pending')
      .map((q) => ({
        queryId: q.id,
        source: q.source as VerificationSource,
        addressee: q.addressee,
        sourceName: q.addressee || sourceOwner(q.source),
        dueOn: q.dueOn,
        isWritten: q.letterId !== null,
      })),
    resultAt,
    result: result && {
      found: result.found,
      unanswered: result.unanswered,
      proceedReason: result.proceedReason,
      difference: result.difference?.text ?? null,
      answers: result.answers,
    },
    disposition,
    reason,
  };
};

/** The declared supporters to choose from: the rows of one person are one choice. A review has facts without names. */
async function choicesOf(tx: Tx, { caseId, declared }: Verification): Promise<SupportersView['choices']> {
  const of = await tx.maybe<{ flow: string }>(sql`select flow from service_case where id = ${caseId}`);
  const isTekun = of?.flow === 'tekun';
  if (!isTekun && !declared.obligors?.length) return [];
  const kase = await getCase(tx, caseId);
  const stated = kase.ok ? statedSupporters(kase.value) : [];
  const obligors = isTekun ? stated : (declared.obligors ?? []);
  const groups = new Map<string, SupportersView['choices'][number]>();
  obligors.forEach(({ relation }, row) => {
    const said = stated.length === obligors.length ? stated[row] : undefined;
    const known = groups.get(said ? `${relation} ${said.name}` : String(row));
    groups.set(said ? `${relation} ${said.name}` : String(row), {
      rows: [...(known?.rows ?? []), row],
      name: said?.name ?? '',
      relation,
      idNumber: known?.idNumber ?? (said?.idNumber ? maskIdNumber(said.idNumber) : null),
      phone: known?.phone ?? (said?.phone ? maskPhone(said.phone) : null),
    });
  });
  return [...groups.values()];
}

/** For the case page; whoever reads the check reads this, and every supporter gets an audit row. */
export async function supportersView(tx: Tx, verification: Verification): Promise<SupportersView> {
  const all = await supportersOfCase(tx, verification.caseId);
  if (all.length > 0)
    await recordAudit(tx, {
      action: 'supporter.viewed',
      personIds: all.map((s) => s.personId),
      caseId: verification.caseId,
      division: verification.division,
      purpose: SUPPORT_PURPOSE,
    });
  const rows: SupporterLine[] = [];
  for (const one of all) rows.push(lineOf(one, one.startedAt ? await queriesOf(tx, supporterReference(one)) : []));
  return { rows, choices: await choicesOf(tx, verification) };
}

/** 请我授权的核对: what a person is asked to agree to, and whether he or she did. Of the family only the name of who applies. */
export async function mySupportRequests(tx: Tx): Promise<SupportRequest[]> {
  const personId = tx.actor.ownPersonId;
  if (!personId) return [];
  return (await supportersAsked(tx, personId)).map((supporter) => {
    const { id, division, content, namedAt, validTo, consentId } = supporter;
    const office = tx.office(division);
    const state = supporterState(supporter);
    return {
      id,
      applicantName: content.applicantName,
      relationZh: supportRelations[content.relation],
      office: office.name,
      telephone: office.telephone,
      askedAt: namedAt,
      sources: sourceWords(supporterSources(content.flow)),
      state: state === 'asked' || state === 'declined' || state === 'withdrawn' ? state : 'agreed',
      validTo,
      consentId,
    };
  });
}

const PAGE = 20;

/** 核对中心: supporters who agreed and wait to be asked about or reported, first named first. */
export async function supportersToDo(tx: Tx, cursor?: string): Promise<{ rows: SupporterTodo[]; next: string | null }> {
  const at = readCursor(cursor, isInstant);
  const found = await tx.rows<{
    id: string;
    caseId: string;
    applicantName: string;
    division: string;
    personId: string;
    signedAt: string;
    startedAt: string | null;
    validTo: PlainDate;
  }>(sql`select s.id, s.case_id, k.applicant_name, s.division, s.person_id, c.signed_at, s.started_at, c.valid_to
    from support_obligor s join consent c on c.id = s.consent_id and c.revoked_at is null join service_case k on k.id = s.case_id and k.closed_at is null
    where s.result is null and s.declined_at is null
      and (${at?.key ?? null}::timestamptz is null or (c.signed_at, s.id) > (${at?.key ?? null}::timestamptz, ${at?.id ?? null}::uuid))
    order by c.signed_at, s.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  await recordAudit(tx, {
    action: 'supporter.listed',
    personIds: page.map((row) => row.personId),
    detail: { rows: page.length },
  });
  return {
    rows: page.map(({ division, personId: _, startedAt, ...row }) => ({
      ...row,
      divisionName: tx.divisions.fullName(division),
      stateZh: supporterStates[startedAt ? 'querying' : 'consented'],
    })),
    next: found.length > PAGE && last ? cursorAt(last.signedAt, last.id) : null,
  };
}
