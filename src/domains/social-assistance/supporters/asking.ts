/**
 * 查询户外义务人: what the person agreed to, by interface, file or letter; where he or she lives in another province, its checking authority is written
 * to. Tried without a consent it is refused and stays on record. A province that does not answer is unanswered in the result, with a reason.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { type AnswerWay, type Question, requestQueries, retryQueries, waysOf } from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { dueOn } from '../verification/asking.ts';
import { issueQueryLetter, type LetterAnswer, type LetterError, takeLetterAnswer } from '../verification/letters.ts';
import { sourceList, sourceOwner, type VerificationSource } from '../verification/sources.ts';
import { audit, held, openCase, type StateError } from './actions.ts';
import { lockSupporter, type Supporter, supporterReference, supporterState, updateSupporter } from './store.ts';
import { SUPPORT_PURPOSE, supporterSources, supporterStates } from './terms.ts';

const SUPPORT_MATTER = '社会救助申请家庭的赡养、抚养、扶养能力核对';
const ELSEWHERE: VerificationSource = 'cooperation';

/** 查询; `addressee`: the authority of another province that is written to besides. Asked again it asks those that gave up. */
export async function askSupporter(
  tx: Tx,
  { id, addressee }: { id: string; addressee?: string },
): Promise<Result<{ queries: number }>> {
  const found = await lockSupporter(tx, id);
  if (!found) return fail('NOT_FOUND');
  const kase = await openCase(tx, found.caseId);
  if (!kase.ok) return kase;
  const state = supporterState(found);
  if (found.resultAt) return fail('SUPPORTER_STATE', { name: found.content.name, state: supporterStates[state] });
  const elsewhere = addressee?.trim() ?? '';
  if (state === 'querying' && !elsewhere)
    return ok({ queries: await retryQueries(tx, { reference: supporterReference(found) }) });
  const here = state === 'querying' ? [] : supporterSources(found.content.flow).filter((source) => source !== ELSEWHERE);
  const questions = await questionsOf(tx, found, [...here, ...(elsewhere ? [ELSEWHERE] : [])], elsewhere);
  if (!questions.ok) return questions;
  const asked = await requestQueries(tx, {
    caseId: found.caseId,
    division: found.division,
    purpose: SUPPORT_PURPOSE,
    reference: supporterReference(found),
    asOf: tx.today,
    questions: questions.value,
  });
  if (!asked.ok) return fail('QUERY_WITHOUT_BASIS', { source: sourceOwner(String(asked.params.source)) });
  if (state !== 'querying') await updateSupporter(tx, id, { startedAt: tx.now, startedBy: tx.actor.id });
  await audit(tx, 'supporter.asked', found);
  return ok({ queries: asked.value.length });
}

/** One question for each source that is asked at all today, each by its own way. */
async function questionsOf(
  tx: Tx,
  of: Supporter,
  sources: readonly VerificationSource[],
  addressee: string,
): Promise<Result<Question[], 'PARAM_MISSING'>> {
  const way = await waysOf(tx, sourceList, tx.today);
  const questions: Question[] = [];
  for (const source of sources) {
    const by = way(source);
    if (by === null || by === 'off') continue;
    const due = by === 'interface' ? ok(null) : await dueOn(tx, of.division, source, by);
    if (!due.ok) return due;
    const { name, idNumber } = of.content;
    questions.push({
      source,
      personId: of.personId,
      subject: { idNumber, name },
      way: by satisfies AnswerWay,
      dueOn: due.value,
      addressee: source === ELSEWHERE ? addressee : '',
    });
  }
  return ok(questions);
}

const letterOf = (of: Supporter) => ({ reference: supporterReference(of), caseId: of.caseId, division: of.division });

/** 制发协查函 about the supporter alone. */
export async function writeSupporterLetter(
  tx: Tx,
  { id, ...to }: { id: string; source: VerificationSource; addressee: string },
): Promise<Result<{ documentId: string }, StateError | 'NOTHING_TO_ASK' | 'GLYPH_MISSING'>> {
  const found = await held(tx, id, ['querying']);
  if (!found.ok) return found;
  const { personId, content } = found.value;
  const { name, idNumber } = content;
  const written = await issueQueryLetter(tx, {
    ...letterOf(found.value),
    ...to,
    matter: SUPPORT_MATTER,
    persons: [{ personId, name, idNumber }],
  });
  if (written.ok) await audit(tx, 'supporter.letter-written', found.value);
  return written;
}

/** 登记复函, with its scan. */
export async function answerSupporterLetter(
  tx: Tx,
  { id, ...given }: LetterAnswer & { id: string },
): Promise<Result<null, StateError | LetterError>> {
  const found = await held(tx, id, ['querying']);
  if (!found.ok) return found;
  const taken = await takeLetterAnswer(tx, letterOf(found.value), given);
  if (!taken.ok) return taken;
  await audit(tx, 'supporter.letter-answered', found.value);
  return ok(null);
}
