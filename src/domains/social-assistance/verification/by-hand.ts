/** 人工查询: what an officer adds to a check, asks for by letter, and takes in from letters and files. One result format, one record. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type AnswerRow, askByLetter, takeAnswerFile } from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { audit, collect, forAction, type StartError } from './actions.ts';
import { askMore, letterDueOn, referenceOf } from './asking.ts';
import { issueQueryLetter, type LetterAnswer, type LetterError, takeLetterAnswer } from './letters.ts';
import { sourceOwner, type VerificationSource } from './sources.ts';
import { checkers, VERIFICATION_PURPOSE, type VerificationState, verificationStates } from './states.ts';
import type { Verification } from './store.ts';

const VERIFICATION_MATTER = '社会救助家庭经济状况核对';

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

const letterOf = (of: Verification) => ({ reference: referenceOf(of), caseId: of.caseId, division: of.division });

/** 制发协查函: one letter for everybody of the check about whom the source has not answered. Printing it again gives the same one. */
export async function writeLetter(
  tx: Tx,
  given: { caseId: string; source: VerificationSource; addressee: string },
): Promise<Result<{ documentId: string }, StartError | 'NOTHING_TO_ASK' | 'GLYPH_MISSING'>> {
  const found = await openCheck(tx, given.caseId);
  if (!found.ok) return found;
  const { source, addressee } = given;
  const { members: persons } = found.value;
  return issueQueryLetter(tx, { ...letterOf(found.value), source, addressee, matter: VERIFICATION_MATTER, persons });
}

/** 登记复函: what the letter says of one member, with its scan. */
export async function answerLetter(
  tx: Tx,
  { caseId, ...given }: LetterAnswer & { caseId: string },
): Promise<Result<null, StartError | LetterError>> {
  const found = await openCheck(tx, caseId);
  if (!found.ok) return found;
  const recorded = await takeLetterAnswer(tx, letterOf(found.value), given);
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
