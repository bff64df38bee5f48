/**
 * 外省来函 (异地协同查询, the other way round): received by interface or typed from a letter, taken up by an officer, answered from our own sources
 * by the rules that bind ourselves: a purpose, a consent on file for each person, the case number of the other side.
 */
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles, issueDocument } from '../../../kernel/document/server.ts';
import {
  destroyAnswers,
  queriesOf,
  readAnswers,
  recordConsent,
  requestQueries,
  retryQueries,
  waysOf,
} from '../../../kernel/exchange/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { identifyPerson } from '../../../kernel/resident/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';
import { sourceList, sourceOwner, type VerificationSource, withoutBasis } from '../verification/sources.ts';
import './errors.ts';
import { inboundDocuments, replyLetter, returnLetter } from './papers.ts';
import {
  findInbound,
  type Inbound,
  type InboundPerson,
  inboundReference,
  insertInbound,
  lockInbound,
  updateInbound,
} from './store.ts';
import {
  INBOUND_PURPOSE,
  type InboundChannel,
  type InboundResult,
  type InboundState,
  inboundSources,
  inboundStates,
} from './terms.ts';

const audit = (tx: Tx, action: AuditAction, of: Pick<Inbound, 'id' | 'division' | 'people' | 'theirCaseNo'>) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'inbound-check', id: of.id },
    personIds: of.people.map((p) => p.personId),
    division: of.division,
    purpose: INBOUND_PURPOSE,
    detail: { theirCaseNo: of.theirCaseNo },
  });

export interface ReceiveInbound {
  origin: string;
  theirCaseNo: string;
  channel: InboundChannel;
  letter: string | null;
  sources: readonly VerificationSource[];
  persons: readonly {
    name: string;
    idNumber: string;
    guardianName?: string;
    guardianIdNumber?: string | undefined;
    consent: string | null;
    consentTo: PlainDate | null;
  }[];
}

/** Who it is in our registry; somebody we do not know gets an id of the request only, and no file. */
const personOf = async (tx: Tx, who: { name: string; idNumber: string }): Promise<string> =>
  (await identifyPerson(tx, who)) ?? newId();

const at = (i: number, field: string, message: string): FieldProblem => ({ path: `persons.${i}.${field}`, message });

/** 登记来函. A person without a consent is registered too: the request can then only be returned. The same request twice is one. */
export async function receiveInbound(
  tx: Tx,
  given: ReceiveInbound,
): Promise<Result<{ id: string; no: string; repeated: boolean }>> {
  const { origin, theirCaseNo, channel, letter, sources, persons } = given;
  if (channel === 'letter' && !letter) return fail('INBOUND_LETTER');
  const numbers = persons.map((p) => p.idNumber);
  const twice = numbers.findIndex((number, i) => numbers.indexOf(number) !== i);
  if (twice >= 0)
    return fail('INBOUND_SAME_PERSON', { name: persons[twice]!.name }, [at(twice, 'idNumber', '和前面的一位是同一个人')]);
  const endless = persons.flatMap((p, i) =>
    channel === 'letter' && p.consent && !p.consentTo ? [at(i, 'consentTo', '请按授权书填写有效期')] : [],
  );
  if (endless.length > 0) return fail('INVALID_INPUT', { count: endless.length }, endless);
  const division = `${(tx.actor.division ?? tx.city).slice(0, 6)}000000` as DivisionCode;
  const days = await wholeParameter(tx, 'CHECK-COOPERATION-DAYS', division, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const people: InboundPerson[] = [];
  for (const p of persons)
    people.push({
      personId: await personOf(tx, p),
      name: p.name,
      idNumber: p.idNumber,
      guardian: p.guardianName || null,
      consentFile: p.consent,
      consentTo: p.consentTo,
    });
  const limit = tx.calendar.limitWithPauses({ start: tx.today, workdays: days.value, division });
  const dueOn = limit.due!;
  const made = await insertInbound(tx, {
    id,
    division,
    origin,
    theirCaseNo,
    channel,
    letterFile: letter,
    sources,
    dueOn,
    amberOn: limit.amber ?? dueOn,
    people,
  });
  if (made.repeated) return ok(made);
  const files = [...(letter ? [letter] : []), ...people.flatMap((p) => p.consentFile ?? [])];
  const bound = await bindFiles(tx, files, { caseId: id, personId: null, division });
  if (!bound.ok) return bound;
  for (const [i, person] of people.entries()) {
    if (!person.consentFile || !person.consentTo || person.consentTo < tx.today) continue;
    const { guardianName, guardianIdNumber } = persons[i]!;
    const consent = await recordConsent(tx, {
      personId: person.personId,
      birthDate: residentIdFacts(person.idNumber).birthDate,
      ...(guardianName && guardianIdNumber
        ? { guardianId: await personOf(tx, { name: guardianName, idNumber: guardianIdNumber }) }
        : {}),
      purpose: INBOUND_PURPOSE,
      sources,
      validTo: person.consentTo,
      signatureFile: person.consentFile,
      caseId: id,
      division,
    });
    if (!consent.ok)
      return { ...consent, fields: [at(i, 'guardianName', '未成年人的授权由监护人签署，请填监护人的姓名和身份号码')] };
  }
  await audit(tx, 'inbound.received', { id, division, people, theirCaseNo });
  return ok(made);
}

type StepError = 'NOT_FOUND' | 'INBOUND_STATE' | 'INBOUND_NOT_TAKEN' | 'INBOUND_NOT_MINE';

async function held(tx: Tx, id: string, states: readonly InboundState[]): Promise<Result<Inbound, StepError>> {
  const found = await lockInbound(tx, id);
  if (!found) return fail('NOT_FOUND');
  return states.includes(found.state) ? ok(found) : fail('INBOUND_STATE', { state: inboundStates[found.state] });
}

/** The same, in the hands of who acts. */
async function mine(tx: Tx, id: string, states: readonly InboundState[]): Promise<Result<Inbound, StepError>> {
  const found = await held(tx, id, states);
  if (!found.ok || found.value.assignedTo === tx.actor.id) return found;
  const name = found.value.assignedName;
  return name ? fail('INBOUND_NOT_MINE', { name }) : fail('INBOUND_NOT_TAKEN');
}

/** 接办: by whoever takes it up, also over from a colleague; on record either way. */
export async function takeInbound(tx: Tx, { id }: { id: string }): Promise<Result<null, StepError>> {
  const found = await held(tx, id, ['received', 'querying']);
  if (!found.ok) return found;
  await updateInbound(tx, id, { assignedTo: tx.actor.id, assignedName: tx.actor.name });
  await audit(tx, 'inbound.taken', found.value);
  return ok(null);
}

/** 查询 within the consents; without one it is refused and the attempt stays on record. Asked again it asks those that gave up. */
export async function askInbound(tx: Tx, { id }: { id: string }): Promise<Result<{ queries: number }>> {
  const found = await mine(tx, id, ['received', 'querying']);
  if (!found.ok) return found;
  const { division, people, state } = found.value;
  const reference = inboundReference(id);
  if (state === 'querying') return ok({ queries: await retryQueries(tx, { reference }) });
  const way = await waysOf(tx, sourceList, tx.today);
  const days = await wholeParameter(tx, 'CHECK-FILE-DAYS', division, tx.today);
  if (!days.ok) return days;
  const dueOn = tx.calendar.addWorkdays(tx.today, days.value, division);
  const sources = askable(found.value.sources, way);
  if (sources.length === 0) return fail('SOURCE_OFF', { sources: found.value.sources.map(sourceOwner).join('、') });
  const asked = await requestQueries(tx, {
    caseId: id,
    division,
    purpose: INBOUND_PURPOSE,
    reference,
    asOf: tx.today,
    questions: people.flatMap(({ personId, name, idNumber }) =>
      sources.map((source) => ({
        source,
        personId,
        subject: { idNumber, name },
        way: way(source) as 'interface' | 'file',
        dueOn: way(source) === 'file' ? dueOn : null,
      })),
    ),
  });
  if (!asked.ok) return withoutBasis(asked);
  await updateInbound(tx, id, { state: 'querying', startedAt: tx.now });
  await audit(tx, 'inbound.asked', found.value);
  return ok({ queries: asked.value.length });
}

/** For others we write no letters: what does not answer by interface or file is named in the reply. */
const askable = (sources: readonly VerificationSource[], way: (source: string) => string | null): VerificationSource[] =>
  sources.filter((source) => inboundSources.includes(source) && ['interface', 'file'].includes(way(source) ?? ''));

/** 复函: the paper, and the raw answers go with it. A silent source needs a reason. */
export async function answerInbound(
  tx: Tx,
  { id, proceedReason }: { id: string; proceedReason?: string },
): Promise<Result<{ documentId: string }>> {
  const found = await mine(tx, id, ['querying']);
  if (!found.ok) return found;
  const { people, sources } = found.value;
  const reference = inboundReference(id);
  const queries = await readAnswers(tx, { reference, purpose: INBOUND_PURPOSE });
  const silent = [...new Set(queries.filter((q) => !q.answer).map((q) => sourceOwner(q.source)))];
  const reason = proceedReason?.trim() || null;
  if (silent.length > 0 && !reason) return fail('SOURCES_UNANSWERED', { sources: silent.join('、') });
  const lines = queries.map((q) => ({
    name: people.find((p) => p.personId === q.personId)?.name ?? '',
    source: q.source as VerificationSource,
    items: q.answer?.items ?? null,
    asOf: q.answerAsOf,
  }));
  const asked = new Set(queries.map((q) => q.source));
  const result: InboundResult = {
    lines,
    notAsked: sources.filter((source) => !asked.has(source)).map(sourceOwner),
    reason: silent.length > 0 ? reason : null,
  };
  const closed = await close(tx, found.value, 'answered', result);
  if (closed.ok) await destroyAnswers(tx, { references: [reference] });
  return closed;
}

/** 退回: without a consent, without a case, not ours. */
export async function returnInbound(
  tx: Tx,
  { id, reason }: { id: string; reason: string },
): Promise<Result<{ documentId: string }>> {
  const found = await mine(tx, id, ['received']);
  if (!found.ok) return found;
  return close(tx, found.value, 'returned', { lines: [], notAsked: [], reason });
}

async function close(
  tx: Tx,
  of: Inbound,
  state: 'answered' | 'returned',
  result: InboundResult,
): Promise<Result<{ documentId: string }, 'GLYPH_MISSING'>> {
  const contact = tx.office(of.division);
  const letter = { ...of, contact, result };
  const issued = await issueDocument(tx, {
    kind: state === 'answered' ? inboundDocuments.reply : inboundDocuments.returned,
    issuer: { division: of.division, name: contact.name },
    letter: state === 'answered' ? replyLetter(letter) : returnLetter(letter),
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division: of.division,
  });
  if (!issued.ok) return issued;
  const documentId = issued.value.id;
  await updateInbound(tx, of.id, { state, result, documentId, closedAt: tx.now, closedBy: tx.actor.id });
  await audit(tx, `inbound.${state}`, of);
  return ok({ documentId });
}

/** Whether somebody is there: for pages, with how far the queries are. */
export const openInbound = async (tx: Tx, id: string) => {
  const found = await findInbound(tx, id);
  if (!found) return null;
  await audit(tx, 'inbound.viewed', found);
  return { found, queries: await queriesOf(tx, inboundReference(id)) };
};
