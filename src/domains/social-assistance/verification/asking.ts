/**
 * 查什么、向谁查: the questions of a check. Sources that answer by themselves are asked about everybody; those that keep a case waiting only
 * where the family declared something that they know of, or where an officer asks. Nothing outside a consent is asked.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { consentedSources, type Question, requestQueries, type WayOf, waysOf } from '../../../kernel/exchange/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { allSources, askedAtOnce, sourceList, type VerificationSource, withoutBasis } from './sources.ts';
import { type NotAsked, VERIFICATION_PURPOSE } from './states.ts';
import type { Verification, VerificationMember } from './store.ts';

export const referenceOf = ({ id, round }: Pick<Verification, 'id' | 'round'>): string => `verification:${id}:${round}`;

type Of = Pick<Verification, 'id' | 'round' | 'caseId' | 'division' | 'members' | 'declared'>;
type Consented = ReadonlyMap<string, ReadonlyMap<string, string>>;

export const consentsOf = (tx: Tx, of: { caseId: string; members: readonly VerificationMember[] }): Promise<Consented> =>
  consentedSources(tx, {
    personIds: of.members.map((m) => m.personId),
    purpose: VERIFICATION_PURPOSE,
    on: tx.today,
    caseId: of.caseId,
  });

/** Names of the members about whom nobody may be asked today. */
export async function withoutConsent(tx: Tx, of: { caseId: string; members: readonly VerificationMember[] }): Promise<string[]> {
  const consents = await consentsOf(tx, of);
  return of.members.filter((m) => !consents.get(m.personId)).map((m) => m.name);
}

/** Last day for an answer that does not come by itself. */
export async function dueOn(
  tx: Tx,
  division: string,
  source: VerificationSource,
  way: 'file' | 'letter',
): Promise<Result<PlainDate, 'PARAM_MISSING'>> {
  const key = source === 'cooperation' ? 'CHECK-COOPERATION-DAYS' : way === 'file' ? 'CHECK-FILE-DAYS' : 'CHECK-LETTER-DAYS';
  const days = await wholeParameter(tx, key, division, tx.today);
  return days.ok ? ok(tx.calendar.addWorkdays(tx.today, days.value, division)) : days;
}
export const letterDueOn = (tx: Tx, division: string, source: VerificationSource) => dueOn(tx, division, source, 'letter');

export type AskError = 'CONSENT_MISSING' | 'QUERY_WITHOUT_BASIS' | 'PARAM_MISSING';

/** Asks what is asked at once: one question for each member and source within the consents. */
export async function askAll(tx: Tx, of: Of): Promise<Result<number, AskError>> {
  const consents = await consentsOf(tx, of);
  const way = await waysOf(tx, sourceList, tx.today);
  const wanted = of.members.flatMap((member) =>
    allSources
      // Somebody who has not consented at all is asked about nevertheless: the refusal is on record.
      .filter((source) => !consents.get(member.personId) || consents.get(member.personId)!.has(source))
      .filter((source) => askedAtOnce(source, way(source) ?? 'off', of.declared, member.ref))
      .map((source) => ({ member, source })),
  );
  return ask(tx, of, { wanted, way });
}

async function ask(
  tx: Tx,
  of: Of,
  {
    wanted,
    way,
    addressee = '',
  }: { wanted: readonly { member: VerificationMember; source: VerificationSource }[]; way: WayOf; addressee?: string },
): Promise<Result<number, AskError>> {
  const days = new Map<VerificationSource, PlainDate>();
  const questions: Question[] = [];
  for (const { member, source } of wanted) {
    const by = way(source);
    if (by === null || by === 'off') continue;
    if (by !== 'interface' && !days.has(source)) {
      const due = await dueOn(tx, of.division, source, by);
      if (!due.ok) return due;
      days.set(source, due.value);
    }
    const { personId, idNumber, name } = member;
    questions.push({
      source,
      personId,
      subject: { idNumber, name },
      way: by,
      dueOn: days.get(source) ?? null,
      addressee: source === 'cooperation' ? addressee : '',
    });
  }
  const { caseId, division } = of;
  const asked = await requestQueries(tx, {
    caseId,
    division,
    purpose: VERIFICATION_PURPOSE,
    reference: referenceOf(of),
    asOf: tx.today,
    questions,
  });
  if (asked.ok) return ok(asked.value.length);
  const missing = await withoutConsent(tx, of);
  return missing.length > 0 ? fail('CONSENT_MISSING', { names: missing.join('、') }) : withoutBasis(asked);
}

/** Asks further sources about some members, as an officer chose. */
export async function askMore(
  tx: Tx,
  of: Of,
  given: { sources: readonly VerificationSource[]; refs: readonly string[]; addressee?: string },
): Promise<Result<number, AskError>> {
  const members = of.members.filter((m) => given.refs.includes(m.ref));
  return ask(tx, of, {
    wanted: members.flatMap((member) => given.sources.map((source) => ({ member, source }))),
    way: await waysOf(tx, sourceList, tx.today),
    ...(given.addressee ? { addressee: given.addressee } : {}),
  });
}

/** Sources that somebody was not asked at, and why. */
export async function notAsked(
  tx: Tx,
  of: Of,
  asked: readonly { personId: string; source: string }[],
): Promise<{ member: string; source: VerificationSource; reason: NotAsked }[]> {
  const consents = await consentsOf(tx, of);
  const way = await waysOf(tx, sourceList, tx.today);
  const known = new Set(asked.map((q) => `${q.personId} ${q.source}`));
  return of.members.flatMap((member) =>
    allSources
      .filter((source) => source !== 'cooperation' && !known.has(`${member.personId} ${source}`))
      .map((source) => {
        const by = way(source);
        const consented = consents.get(member.personId)?.has(source) ?? false;
        const reason: NotAsked = by === null ? 'not-yet' : by === 'off' ? 'off' : consented ? 'not-triggered' : 'not-consented';
        return { member: member.ref, source, reason };
      }),
  );
}
