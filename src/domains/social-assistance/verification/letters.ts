/** 信函: the letter by which a source is asked, and the answer that comes back, for whichever queries stand under one reference. */
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, issueDocument } from '../../../kernel/document/server.ts';
import { type AnswerInput, noteLetter, type Query, queriesOf, recordLetterAnswer } from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { queryLetter, verificationDocuments } from './documents.ts';
import { sourceList, sourceOwner, type VerificationSource } from './sources.ts';

/** What letters are written for: the queries, and the case that they belong to. */
export interface LetterOf {
  readonly reference: string;
  readonly caseId: string;
  readonly division: DivisionCode;
}

/** One letter for everybody about whom the source has not answered. Printing it again gives the same one. */
export async function issueQueryLetter(
  tx: Tx,
  of: LetterOf & {
    readonly source: VerificationSource;
    readonly addressee: string;
    readonly matter: string;
    readonly persons: readonly { personId: string; name: string; idNumber: string }[];
  },
): Promise<Result<{ documentId: string }, 'NOTHING_TO_ASK' | 'GLYPH_MISSING'>> {
  const { source, addressee, matter, caseId } = of;
  const open = (await queriesOf(tx, of.reference)).filter(
    (q) => q.way === 'letter' && q.state === 'pending' && q.source === source && q.addressee === addressee,
  );
  const [first] = open;
  if (!first) return fail('NOTHING_TO_ASK', { source: addressee || sourceOwner(source) });
  if (first.letterId) return ok({ documentId: first.letterId });
  const division = `${of.division.slice(0, 6)}000000`;
  const issued = await issueDocument(tx, {
    kind: source === 'cooperation' ? verificationDocuments.cooperation : verificationDocuments.letter,
    issuer: { division, name: tx.office(division).name },
    letter: queryLetter({
      source,
      addressee,
      matter,
      persons: of.persons.filter((p) => open.some((q) => q.personId === p.personId)),
      dueOn: first.dueOn ?? tx.today,
      asOf: first.dataAsOf,
      contact: tx.office(division),
    }),
    signer: tx.actor.name,
    caseId,
    // The applicant sees that there was a check, not the letters about the persons.
    personId: null,
    division: of.division,
  });
  if (!issued.ok) return issued;
  await noteLetter(tx, { queryIds: open.map((q) => q.id), letterId: issued.value.id });
  return ok({ documentId: issued.value.id });
}

export interface LetterAnswer {
  readonly queryId: string;
  readonly asOf: PlainDate;
  readonly items: AnswerInput['items'];
  readonly scan: string;
}
export type LetterError =
  | 'NOT_FOUND'
  | 'QUERY_CLOSED'
  | 'ANSWER_UNFIT'
  | 'ANSWER_FOREIGN'
  | 'QUERY_WAY'
  | 'FILE_NOT_AVAILABLE'
  | 'LETTER_IN_FUTURE';

/** What a letter says of one person, with its scan. */
export async function takeLetterAnswer(tx: Tx, of: LetterOf, given: LetterAnswer): Promise<Result<Query, LetterError>> {
  const { asOf, items, queryId, scan } = given;
  if (asOf > tx.today) return fail('LETTER_IN_FUTURE', { asOf }, [{ path: 'asOf', message: '不能晚于今天' }]);
  const query = (await queriesOf(tx, of.reference)).find((q) => q.id === queryId);
  if (!query) return fail('NOT_FOUND');
  const { owner, tells } = sourceList[query.source as VerificationSource];
  const foreign = items.find((item) => !Object.hasOwn(tells, item.kind));
  if (foreign) return fail('ANSWER_FOREIGN', { owner, kinds: Object.values(tells).join('、') });
  const { caseId, division } = of;
  const bound = await bindFiles(tx, [scan], { caseId, personId: query.personId, division });
  if (!bound.ok) return bound;
  return recordLetterAnswer(tx, { queryId, asOf, items, evidenceFile: scan });
}
