/** 征求意见: all that is written of it. A domain opens one for a record of its own, and asks how far it is; the rest is the same for everybody. */
import { type Sql, sql } from '../../database/sql.ts';
import { isOneOf, performerName, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plusDays } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { bindFiles, type FileStore, storeUpload, type Upload } from '../document/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { spotHealth, spotNumbers, spottedWords } from '../protect/index.ts';
import { sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import {
  type Answer,
  type ConsultationState,
  consultationKind,
  consultationStates,
  type DraftText,
  type HeardOpinion,
  type OpinionChannel,
  opinionPaper,
  type PublicOpinion,
  stateOn,
} from './index.ts';

defineTemplates({
  'consultation.ended': {
    title: '征求意见截止',
    text: '“{title}”征求意见已截止，收到{n}条，请逐条或者归并答复，公布采纳情况。',
  },
});

export interface Consultation {
  readonly id: Id<'Consultation'>;
  readonly kind: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly division: DivisionCode;
  readonly title: string;
  readonly explanation: string;
  readonly draft: string;
  readonly shortened: string;
  readonly postedOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly openedName: string;
  readonly summary: string | null;
  readonly publishedAt: string | null;
  readonly publishedName: string | null;
  readonly withdrawnAt: string | null;
  readonly withdrawnReason: string | null;
  readonly version: number;
}
export const columns = sql`id, kind, subject_kind, subject_id, division, title, explanation, draft, shortened, posted_on, ends_on, opened_name, summary, published_at, published_name,
  withdrawn_at, withdrawn_reason, version`;

export interface OpinionContent {
  readonly text: string;
  readonly name?: string;
  readonly phone?: string;
}
export const opinionPlace = (id: string): string => `consultation_opinion.content:${id}`;

/** A text that everybody will read must not tell anybody's numbers. */
export function refuseNumbers(...texts: readonly string[]): Result<null, 'TEXT_SHOWS_NUMBERS'> {
  const found = texts.flatMap(spotNumbers);
  return found.length > 0 ? fail('TEXT_SHOWS_NUMBERS', { found: spottedWords(found) }) : ok(null);
}

/** Nor of anybody's health, where it is about one person. */
export function refuseHealth(...texts: readonly string[]): Result<null, 'TEXT_SHOWS_HEALTH'> {
  const found = texts.flatMap(spotHealth);
  return found.length > 0 ? fail('TEXT_SHOWS_HEALTH', { found: found.map((word) => `“${word}”`).join('、') }) : ok(null);
}

export interface NewConsultation extends DraftText {
  readonly kind: string;
  /** Whose draft it is: the county, or the city. */
  readonly division: DivisionCode;
  /** The record whose procedure asks for it; one consultation of a record at a time. */
  readonly subject?: { readonly kind: string; readonly id: string };
}

type Refusals = 'CONSULTATION_KIND_NOT_YOURS' | 'CONSULTATION_SHORT' | 'CONSULTATION_TOO_SHORT' | 'CONSULTATION_UNDER_WAY';

/** Puts a draft before the public from today; in the caller's transaction. */
export async function openConsultation(
  tx: Tx,
  given: NewConsultation,
): Promise<Result<{ id: Id<'Consultation'>; endsOn: PlainDate }, Refusals | 'PARAM_MISSING' | 'TEXT_SHOWS_NUMBERS'>> {
  const kind = consultationKind(given.kind);
  if (!isOneOf(tx.actor, kind.by))
    return fail('CONSULTATION_KIND_NOT_YOURS', { kind: `${kind.zh}征求意见`, performers: kind.by.map(performerName).join('、') });
  const least = await wholeParameter(tx, kind.days, given.division, tx.today);
  if (!least.ok) return least;
  if (given.days < least.value && !(kind.mayShorten && given.shortened !== ''))
    return fail(kind.mayShorten ? 'CONSULTATION_SHORT' : 'CONSULTATION_TOO_SHORT', {
      kind: kind.zh,
      least: least.value,
      days: given.days,
    });
  const clean = refuseNumbers(given.title, given.explanation, given.draft, given.shortened);
  if (!clean.ok) return clean;
  const id: Id<'Consultation'> = newId();
  // 公示、征求意见的期间不含公布当日，末日遇休息日不顺延（网上可以提）
  const endsOn = plusDays(tx.today, given.days);
  const shortened = given.days < least.value ? given.shortened : '';
  const added =
    await tx.run(sql`insert into consultation (id, kind, subject_kind, subject_id, division, title, explanation, draft, shortened, posted_on, ends_on, opened_at, opened_by, opened_name)
    values (${id}, ${given.kind}, ${given.subject?.kind ?? null}, ${given.subject?.id ?? null}, ${given.division}, ${given.title}, ${given.explanation}, ${given.draft}, ${shortened}, ${tx.today},
      ${endsOn}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (subject_kind, subject_id) where withdrawn_at is null do nothing`);
  if (added === 0) return fail('CONSULTATION_UNDER_WAY');
  await recordAudit(tx, {
    action: 'consultation.opened',
    subject: { kind: 'consultation', id },
    division: given.division,
    detail: { kind: given.kind, days: given.days },
  });
  return ok({ id, endsOn });
}

export interface ConsultationBrief {
  readonly id: Id<'Consultation'>;
  readonly state: ConsultationState;
  readonly stateZh: string;
  readonly title: string;
  readonly postedOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly opinions: number;
}

/** The consultation about a record of a domain: for its page, and for the step that must not be taken before it is published. The withdrawn ones are left out. */
export async function consultationAbout(tx: Tx, subject: { kind: string; id: string }): Promise<ConsultationBrief | null> {
  const found = await tx.maybe<
    Consultation & { opinions: number }
  >(sql`select ${columns}, (select count(*)::int from consultation_opinion o where o.consultation_id = consultation.id) as opinions
    from consultation where subject_kind = ${subject.kind} and subject_id = ${subject.id} and withdrawn_at is null`);
  if (!found) return null;
  const state = stateOn(found, tx.today);
  const { id, title, postedOn, endsOn, opinions } = found;
  return { id, state, stateZh: consultationStates[state], title, postedOn, endsOn, opinions };
}

async function lock(tx: Tx, id: string): Promise<(Consultation & { state: ConsultationState }) | null> {
  const found = await tx.maybe<Consultation>(sql`select ${columns} from consultation where id = ${id} for update`);
  return found && { ...found, state: stateOn(found, tx.today) };
}

interface Given {
  readonly channel: OpinionChannel;
  readonly content: OpinionContent;
  readonly files: readonly string[];
}

async function keepOpinion(
  tx: Tx,
  of: Pick<Consultation, 'id' | 'division' | 'kind'>,
  { channel, content, files }: Given,
): Promise<Result<{ no: number }>> {
  const id = newId();
  // 附件里会写着是谁：和姓名、电话一样，只有办理的人打得开
  const readers = consultationKind(of.kind).by;
  const bound = await bindFiles(tx, files, { caseId: id, personId: null, division: of.division, readers });
  if (!bound.ok) return bound;
  const { no } = await tx.one<{ no: number }>(
    sql`insert into consultation_opinion (consultation_id, no, id, channel, content, named, at, by_id)
    select ${of.id}, coalesce(max(no), 0) + 1, ${id}, ${channel}, ${tx.keys.seal(JSON.stringify(content), opinionPlace(id))}, ${Boolean(content.name || content.phone)}, ${tx.now}, ${tx.actor.id}
    from consultation_opinion where consultation_id = ${of.id} returning no`,
  );
  await recordAudit(tx, {
    action: 'consultation.opinion-received',
    subject: { kind: 'consultation', id: of.id },
    division: of.division,
    detail: { no, channel, files: files.length },
  });
  return ok({ no });
}

const contentOf = ({
  text,
  name,
  phone,
}: {
  text: string;
  name?: string | undefined;
  phone?: string | undefined;
}): OpinionContent => ({
  text,
  ...(name ? { name } : {}),
  ...(phone ? { phone } : {}),
});

/** What somebody sends by the public page; until the last day is over. */
export async function receiveOpinion(
  tx: Tx,
  id: string,
  content: OpinionContent,
  files: readonly string[] = [],
): Promise<Result<{ no: number }>> {
  const found = await lock(tx, id);
  if (!found || found.state === 'withdrawn') return fail('NOT_FOUND');
  if (found.state !== 'open') return fail('CONSULTATION_OVER', { day: found.endsOn });
  return keepOpinion(tx, found, { channel: 'portal', content, files });
}

/** Anybody, without signing in. Sent twice it is one opinion: the file is known by what is in it. */
export async function giveOpinion(
  context: Context,
  id: string,
  { requestId, file, store, ...given }: PublicOpinion & { file?: Upload | null; store?: FileStore },
): Promise<Result<{ no: number }>> {
  const intake = systemActor('consultation-intake', context.city);
  const kept = file && store ? await storeUpload(context, intake, store, { ...file, paper: opinionPaper }) : null;
  return context.once(
    intake,
    {
      action: 'consultation.opinion',
      requestId,
      body: { id, ...given, ...(file ? { file: sm3(file.bytes).toString('hex') } : {}) },
    },
    (tx) => receiveOpinion(tx, id, contentOf(given), kept ? [kept.id] : []),
  );
}

export interface Addressed {
  readonly id: string;
  readonly version: number;
}

/** The consultation as it was seen, in a state in which this may be done, by a hand of its kind. */
async function holding(
  tx: Tx,
  of: Addressed,
  action: string,
  within: readonly ConsultationState[],
): Promise<Result<Consultation & { state: ConsultationState }>> {
  const found = await lock(tx, of.id);
  if (!found) return fail('NOT_FOUND');
  const kind = consultationKind(found.kind);
  if (!isOneOf(tx.actor, kind.by))
    return fail('CONSULTATION_KIND_NOT_YOURS', { kind: `${kind.zh}征求意见`, performers: kind.by.map(performerName).join('、') });
  if (found.version !== of.version) return fail('VERSION_CONFLICT');
  if (!within.includes(found.state)) return fail('CONSULTATION_STATE', { state: consultationStates[found.state], action });
  return ok(found);
}

/** What was said on the telephone, at the desk or in a letter. A letter of the last day may arrive later, so also after the end. */
export async function enterOpinion(tx: Tx, of: Addressed, given: HeardOpinion): Promise<Result<{ no: number }>> {
  const found = await holding(tx, of, '登记意见', ['open', 'ended']);
  if (!found.ok) return found;
  return keepOpinion(tx, found.value, { channel: given.channel, content: contentOf(given), files: given.files });
}

/** One answer to one opinion, or to several that say the same. */
export async function answerOpinions(
  tx: Tx,
  of: Addressed & { readonly opinions: readonly number[] },
  given: Answer,
): Promise<Result<{ no: number }>> {
  const found = await holding(tx, of, '答复', ['open', 'ended']);
  if (!found.ok) return found;
  const clean = refuseNumbers(given.gist, given.reply);
  if (!clean.ok) return clean;
  const chosen = [...new Set(of.opinions)];
  const known = await tx.rows<{ no: number; answerNo: number | null }>(
    sql`select no, answer_no from consultation_opinion where consultation_id = ${of.id} and no = any(${chosen}::int[]) order by no`,
  );
  if (chosen.length === 0 || known.length < chosen.length) return fail('NOT_FOUND');
  const answered = known.find(({ answerNo }) => answerNo !== null);
  if (answered) return fail('OPINION_ANSWERED', { no: answered.no });
  const { no } = await tx.one<{ no: number }>(
    sql`insert into consultation_answer (consultation_id, no, gist, adoption, reply, at, by_id, by_name)
    select ${of.id}, coalesce(max(no), 0) + 1, ${given.gist}, ${given.adoption}, ${given.reply}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name} from consultation_answer where consultation_id = ${of.id}
    returning no`,
  );
  await tx.run(
    sql`update consultation_opinion set answer_no = ${no} where consultation_id = ${of.id} and no = any(${chosen}::int[])`,
  );
  await tx.run(sql`update consultation set version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'consultation.answered',
    subject: { kind: 'consultation', id: of.id },
    division: found.value.division,
    detail: { answer: no, opinions: chosen.length },
  });
  return ok({ no });
}

/** How the opinions were taken up, for everybody: when it is over, and nothing that was said is left without an answer. */
export async function publishSummary(tx: Tx, of: Addressed, summary: string): Promise<Result<null>> {
  const found = await holding(tx, of, '公布采纳情况', ['ended']);
  if (!found.ok) return found;
  const clean = refuseNumbers(summary);
  if (!clean.ok) return clean;
  const { left } = await tx.one<{ left: number }>(
    sql`select count(*)::int as left from consultation_opinion where consultation_id = ${of.id} and answer_no is null`,
  );
  if (left > 0) return fail('CONSULTATION_UNANSWERED', { n: left });
  await tx.run(
    sql`update consultation set summary = ${summary}, published_at = ${tx.now}, published_name = ${tx.actor.name}, version = version + 1 where id = ${of.id}`,
  );
  await recordAudit(tx, {
    action: 'consultation.published',
    subject: { kind: 'consultation', id: of.id },
    division: found.value.division,
  });
  return ok(null);
}

/** Taken back with the reason; what was said stays. */
export async function withdrawConsultation(tx: Tx, of: Addressed, reason: string): Promise<Result<null>> {
  const found = await holding(tx, of, '撤回', ['open', 'ended']);
  if (!found.ok) return found;
  const clean = refuseNumbers(reason);
  if (!clean.ok) return clean;
  await tx.run(
    sql`update consultation set withdrawn_at = ${tx.now}, withdrawn_reason = ${reason}, version = version + 1 where id = ${of.id}`,
  );
  await recordAudit(tx, {
    action: 'consultation.withdrawn',
    subject: { kind: 'consultation', id: of.id },
    division: found.value.division,
  });
  return ok(null);
}

/** The record that it is about is taken back: what is under way about it ends; harmless where nothing is. Called by the domain whose record it is, whoever acts. */
export async function withdrawAbout(tx: Tx, subject: { kind: string; id: string }, reason: string): Promise<void> {
  const ended = await tx.rows<Pick<Consultation, 'id' | 'division'>>(
    sql`update consultation set withdrawn_at = ${tx.now}, withdrawn_reason = ${reason}, version = version + 1
      where subject_kind = ${subject.kind} and subject_id = ${subject.id} and withdrawn_at is null and published_at is null returning id, division`,
  );
  for (const { id, division } of ended)
    await recordAudit(tx, { action: 'consultation.withdrawn', subject: { kind: 'consultation', id }, division });
}

const overUntold = (tx: Tx): Sql =>
  sql`ends_on < ${tx.today}::date and told_on is null and published_at is null and withdrawn_at is null`;

/** Whoever opened it hears, once, that it is over. */
export const tellEnded = whenDue(
  (tx) => anyRow(tx, sql`consultation where ${overUntold(tx)}`),
  (context) =>
    context.write(systemActor('consultation-ends', context.city), async (tx) => {
      const ended = await tx.rows<{
        id: string;
        kind: string;
        division: DivisionCode;
        title: string;
        n: number;
      }>(sql`update consultation c set told_on = ${tx.today}
      where ${overUntold(tx)}
      returning id, kind, division, title, (select count(*)::int from consultation_opinion o where o.consultation_id = c.id) as n`);
      for (const { kind, division, title, n } of ended) {
        const [first] = consultationKind(kind).by.filter((performer) =>
          performer.startsWith(division === tx.city ? 'city' : 'county'),
        );
        await notify(tx, {
          to: { performer: first ?? consultationKind(kind).by[0]!, division },
          template: 'consultation.ended',
          params: { title, n },
        });
      }
      return ended.length;
    }),
);
