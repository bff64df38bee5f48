/** 人工查询: what an officer adds to a check, asks for by letter, and takes in from letters and files. One result format, one record. */
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, type IssuedDocument, issueDocument } from '../../../kernel/document/server.ts';
import {
  type AnswerInput,
  type AnswerRow,
  askByLetter,
  noteLetter,
  queriesOf,
  recordLetterAnswer,
  takeAnswerFile,
} from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { audit, collect, forAction, type StartError } from './actions.ts';
import { askMore, letterDueOn, referenceOf } from './asking.ts';
import { queryLetter, verificationDocuments } from './documents.ts';
import { sourceList, sourceOwner, type VerificationSource } from './sources.ts';
import { checkers, VERIFICATION_PURPOSE, type VerificationState, verificationStates } from './states.ts';
import type { Verification } from './store.ts';

const underWay = [
  'started',
  'querying',
  'partly-answered',
  'reported',
  'rechecking',
] as const satisfies readonly VerificationState[];

/** A check that may still be added to: a complete report is not opened again but by an objection. */
async function openCheck(
  tx: Tx,
  caseId: string,
): Promise<Result<Verification, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE'>> {
  const found = await forAction(tx, { caseId, performers: checkers, states: underWay });
  if (found.ok && found.value.state === 'reported' && found.value.complete)
    return fail('VERIFICATION_STATE', { state: verificationStates.reported });
  return found;
}

/** 增加查询: further sources about some members. Of another province it says which authority is written to. */
export async function askFurther(
  tx: Tx,
  given: { caseId: string; sources: readonly VerificationSource[]; members: readonly string[]; addressee?: string },
): Promise<Result<{ queries: number }, StartError | 'SOURCE_OFF' | 'ADDRESSEE_REQUIRED'>> {
  const found = await openCheck(tx, given.caseId);
  if (!found.ok) return found;
  const { sources, members } = given;
  const addressee = given.addressee?.trim() ?? '';
  if (sources.includes('cooperation') && addressee.length < 4)
    return fail('ADDRESSEE_REQUIRED', {}, [{ path: 'addressee', message: '请写明对方的核对机构' }]);
  const asked = await askMore(tx, found.value, { sources, refs: members, ...(addressee ? { addressee } : {}) });
  if (!asked.ok) return asked;
  if (asked.value === 0) return fail('SOURCE_OFF', { sources: sources.map(sourceOwner).join('、') });
  await audit(tx, 'verification.asked-further', found.value);
  return ok({ queries: asked.value });
}

/** 改用信函: a source that does not answer is written to instead. */
export async function turnToLetter(
  tx: Tx,
  given: { caseId: string; source: VerificationSource },
): Promise<Result<{ queries: number }, StartError | 'NOTHING_TO_ASK'>> {
  const found = await openCheck(tx, given.caseId);
  if (!found.ok) return found;
  const due = await letterDueOn(tx, found.value.division, given.source);
  if (!due.ok) return due;
  const queries = await askByLetter(tx, { reference: referenceOf(found.value), source: given.source, dueOn: due.value });
  if (queries === 0) return fail('NOTHING_TO_ASK', { source: sourceOwner(given.source) });
  await audit(tx, 'verification.turned-to-letter', found.value);
  return ok({ queries });
}

/** 制发协查函: one letter for everybody of the check about whom the source has not answered. Printing it again gives the same one. */
export async function writeLetter(
  tx: Tx,
  given: { caseId: string; source: VerificationSource; addressee: string },
): Promise<Result<{ documentId: string }, StartError | 'NOTHING_TO_ASK' | 'GLYPH_MISSING'>> {
  const found = await openCheck(tx, given.caseId);
  if (!found.ok) return found;
  const verification = found.value;
  const open = (await queriesOf(tx, referenceOf(verification))).filter(
    (q) => q.way === 'letter' && q.state === 'pending' && q.source === given.source && q.addressee === given.addressee,
  );
  const [first] = open;
  if (!first) return fail('NOTHING_TO_ASK', { source: given.addressee || sourceOwner(given.source) });
  if (first.letterId) return ok({ documentId: first.letterId });
  const division = `${verification.division.slice(0, 6)}000000`;
  const issued: Result<IssuedDocument, 'GLYPH_MISSING'> = await issueDocument(tx, {
    kind: given.source === 'cooperation' ? verificationDocuments.cooperation : verificationDocuments.letter,
    issuer: { division, name: tx.office(division).name },
    letter: queryLetter({
      source: given.source,
      addressee: given.addressee,
      persons: verification.members.filter((m) => open.some((q) => q.personId === m.personId)),
      dueOn: first.dueOn ?? tx.today,
      asOf: first.dataAsOf,
      contact: tx.office(division),
    }),
    signer: tx.actor.name,
    caseId: verification.caseId,
    // The applicant sees that there was a check, not the letters about the family.
    personId: null,
    division: verification.division,
  });
  if (!issued.ok) return issued;
  await noteLetter(tx, { queryIds: open.map((q) => q.id), letterId: issued.value.id });
  return ok({ documentId: issued.value.id });
}

/** 登记复函: what the letter says of one member, with its scan. */
export async function answerLetter(
  tx: Tx,
  given: { caseId: string; queryId: string; asOf: PlainDate; items: AnswerInput['items']; scan: string },
): Promise<
  Result<
    null,
    StartError | 'QUERY_CLOSED' | 'ANSWER_UNFIT' | 'ANSWER_FOREIGN' | 'QUERY_WAY' | 'FILE_NOT_AVAILABLE' | 'LETTER_IN_FUTURE'
  >
> {
  const found = await openCheck(tx, given.caseId);
  if (!found.ok) return found;
  const { asOf, items, queryId } = given;
  if (asOf > tx.today) return fail('LETTER_IN_FUTURE', { asOf }, [{ path: 'asOf', message: '不能晚于今天' }]);
  const query = (await queriesOf(tx, referenceOf(found.value))).find((q) => q.id === queryId);
  if (!query) return fail('NOT_FOUND');
  const { owner, tells } = sourceList[query.source as VerificationSource];
  const foreign = items.find((item) => !Object.hasOwn(tells, item.kind));
  if (foreign) return fail('ANSWER_FOREIGN', { owner, kinds: Object.values(tells).join('、') });
  const bound = await bindFiles(tx, [given.scan], {
    caseId: given.caseId,
    personId: query.personId,
    division: found.value.division,
  });
  if (!bound.ok) return bound;
  const recorded = await recordLetterAnswer(tx, { queryId, asOf, items, evidenceFile: given.scan });
  if (!recorded.ok) return recorded;
  await collect(tx, [recorded.value]);
  return ok(null);
}

/** 登记回文: the sheet that a department sent back. */
export async function takeFile(
  tx: Tx,
  given: Omit<Parameters<typeof takeAnswerFile>[1], 'purpose'>,
): Promise<Result<{ rows: AnswerRow[] }, 'NOT_FOUND'>> {
  const taken = await takeAnswerFile(tx, { ...given, purpose: VERIFICATION_PURPOSE });
  if (!taken.ok) return taken;
  await collect(tx, taken.value.answered);
  return ok({ rows: taken.value.rows });
}
