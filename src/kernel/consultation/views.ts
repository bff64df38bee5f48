/** 征求意见 as it is read: by those who answer, and by everybody. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { filesOfRecords } from '../document/server.ts';
import { type Offer, offersTo } from '../offer/index.ts';
import { maskName, maskPhone } from '../protect/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { choice, type DivisionCode, type FormField, formOf, isPlainDate, type PlainDate } from '../schema/index.ts';
import { cursorAt, readCursor } from '../service/server.ts';
import { type Column, type SheetRow, sheetFile } from '../sheet/server.ts';
import {
  type Adoption,
  Answer,
  adoptions,
  type ConsultationState,
  ContactPurpose,
  consultationKind,
  consultationKinds,
  consultationStates,
  DraftText,
  HeardOpinion,
  type OpinionChannel,
  opinionChannels,
  Summary,
  stateOn,
  Withdrawal,
} from './index.ts';
import { type Consultation, columns, type OpinionContent, opinionPlace } from './store.ts';
import { keepers } from './terms.ts';

export interface ConsultationRow {
  readonly id: string;
  readonly kindZh: string;
  readonly title: string;
  readonly divisionName: string;
  readonly postedOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly state: ConsultationState;
  readonly stateZh: string;
  readonly opinions: number;
  readonly unanswered: number;
}

const PAGE = 20;
const counted = sql`(select count(*)::int from consultation_opinion o where o.consultation_id = consultation.id) as opinions,
  (select count(*)::int from consultation_opinion o where o.consultation_id = consultation.id and o.answer_no is null) as unanswered`;
type Counted = Consultation & { opinions: number; unanswered: number };

const stateSql = (state: ConsultationState, today: PlainDate): Sql =>
  ({
    open: sql`published_at is null and withdrawn_at is null and ends_on >= ${today}::date`,
    ended: sql`published_at is null and withdrawn_at is null and ends_on < ${today}::date`,
    published: sql`published_at is not null`,
    withdrawn: sql`withdrawn_at is not null`,
  })[state];

export interface ConsultationFilter {
  readonly state?: ConsultationState | undefined;
  readonly kind?: string | undefined;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
}

const rowOf = (tx: Tx, c: Counted): ConsultationRow => {
  const state = stateOn(c, tx.today);
  const { id, title, postedOn, endsOn, opinions, unanswered } = c;
  return {
    id,
    kindZh: consultationKind(c.kind).zh,
    title,
    divisionName: tx.divisions.fullName(c.division),
    postedOn,
    endsOn,
    state,
    stateZh: consultationStates[state],
    opinions,
    unanswered,
  };
};

/** The latest end first; twenty a page. */
export async function consultationList(
  tx: Tx,
  { state, kind, q, cursor: at }: ConsultationFilter,
): Promise<{ rows: ConsultationRow[]; next: string | null }> {
  const cursor = readCursor(at, isPlainDate);
  const filters: Sql[] = [sql`true`];
  if (state) filters.push(stateSql(state, tx.today));
  if (kind) filters.push(sql`kind = ${kind}`);
  if (q) filters.push(sql`position(${q} in title) > 0`);
  if (cursor) filters.push(sql`(ends_on, id) < (${cursor.key}::date, ${cursor.id}::uuid)`);
  const found = await tx.rows<Counted>(
    sql`select ${columns}, ${counted} from consultation where ${and(filters)} order by ends_on desc, id desc limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return { rows: rows.map((c) => rowOf(tx, c)), next: found.length > PAGE && last ? cursorAt(last.endsOn, last.id) : null };
}

/** The kinds that this actor may open by themselves, as a form; none: no form. */
export function openingForm(tx: Pick<Tx, 'actor'>): readonly FormField[] {
  const own = consultationKinds().filter((kind) => kind.alone && isOneOf(tx.actor, kind.by));
  if (own.length === 0) return [];
  const names = Object.fromEntries(own.map(({ kind, zh }) => [kind, zh]));
  return [
    ...formOf(DraftText.pick({}).extend({ kind: choice(names).meta({ label: '哪一类', choices: names }) })),
    ...formOf(DraftText),
  ];
}

export const kindNames = (): { kind: string; zh: string }[] => consultationKinds().map(({ kind, zh }) => ({ kind, zh }));

interface Opinion {
  readonly no: number;
  readonly id: string;
  readonly channel: OpinionChannel;
  readonly content: Buffer;
  readonly at: string;
  readonly answerNo: number | null;
}
interface AnswerRow {
  readonly no: number;
  readonly gist: string;
  readonly adoption: Adoption;
  readonly reply: string;
  readonly at: string;
  readonly byName: string;
}

const MOST = 2_000;
const opinionsOf = (tx: Tx, id: string): Promise<Opinion[]> =>
  tx.rows<Opinion>(
    sql`select no, id, channel, content, at, answer_no from consultation_opinion where consultation_id = ${id} order by no limit ${MOST}`,
  );
const answersOf = (tx: Tx, id: string): Promise<AnswerRow[]> =>
  tx.rows<AnswerRow>(
    sql`select no, gist, adoption, reply, at, by_name from consultation_answer where consultation_id = ${id} order by no limit ${MOST}`,
  );

export interface OpinionView {
  readonly no: number;
  readonly channelZh: string;
  readonly text: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly at: string;
  readonly answerNo: number | null;
  /** Those that the actor may open: who answers. */
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly offers: readonly Offer[];
}

export interface ConsultationView extends ConsultationRow {
  readonly version: number;
  readonly division: DivisionCode;
  readonly explanation: string;
  readonly draft: string;
  readonly shortened: string;
  readonly basis: string;
  readonly openedName: string;
  readonly summary: string | null;
  readonly publishedAt: string | null;
  readonly withdrawnReason: string | null;
  readonly received: readonly OpinionView[];
  readonly answers: readonly (AnswerRow & { adoptionZh: string; opinions: readonly number[] })[];
  readonly offers: readonly Offer[];
}

const ONE_ANSWER = 50;
const SHOWN = 40;
const short = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}……` : text);

/** With everything that was said; who said it is masked. On record. */
export async function consultationView(tx: Tx, id: string): Promise<Result<ConsultationView, 'NOT_FOUND'>> {
  const found = await tx.maybe<Counted>(sql`select ${columns}, ${counted} from consultation where id = ${id}`);
  if (!found) return fail('NOT_FOUND');
  const [opinions, answers] = [await opinionsOf(tx, id), await answersOf(tx, id)];
  await recordAudit(tx, { action: 'consultation.viewed', subject: { kind: 'consultation', id }, division: found.division });
  const row = rowOf(tx, found);
  const { by, basis } = consultationKind(found.kind);
  const hands = by.filter((performer) => keepers.includes(performer));
  const at = `/api/consultations/${id}`;
  const fixed = { version: found.version };
  const files = await filesOfRecords(
    tx,
    opinions.map((opinion) => opinion.id),
  );
  const running = row.state === 'open' || row.state === 'ended';
  const received = opinions.map(({ no, id: opinionId, channel, content, at: when, answerNo }): OpinionView => {
    const { text, name, phone } = tx.keys.openJson<OpinionContent>(content, opinionPlace(opinionId));
    return {
      no,
      channelZh: opinionChannels[channel],
      text,
      name: name ? maskName(name) : null,
      phone: phone ? maskPhone(phone) : null,
      at: when,
      answerNo,
      files: (files.get(opinionId) ?? []).map(({ id: fileId, name: fileName }) => ({ id: fileId, name: fileName })),
      offers: offersTo(tx.actor, [
        {
          action: 'contact',
          zh: '看联系方式',
          causes: '只为核实这条意见、告知答复使用。',
          by: hands,
          when: Boolean(name || phone),
          fields: formOf(ContactPurpose),
          to: `${at}/opinions/${no}/contact`,
        },
      ]),
    };
  });
  const left = received.filter(({ answerNo }) => answerNo === null);
  return ok({
    ...row,
    version: found.version,
    division: found.division,
    explanation: found.explanation,
    draft: found.draft,
    shortened: found.shortened,
    basis,
    openedName: found.openedName,
    summary: found.summary,
    publishedAt: found.publishedAt,
    withdrawnReason: found.withdrawnReason,
    received,
    answers: answers.map((answer) => ({
      ...answer,
      adoptionZh: adoptions[answer.adoption],
      opinions: opinions.filter(({ answerNo }) => answerNo === answer.no).map(({ no }) => no),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'publish',
        zh: '公布采纳情况',
        causes: '归纳的意见、采纳情况和答复在网上公布，以后不能再改。',
        by: hands,
        when: row.state === 'ended' && left.length === 0,
        fields: formOf(Summary),
        to: `${at}/summary`,
        fixed,
      },
      {
        action: 'answer',
        zh: '答复意见',
        causes: '一条答复可以对应同类的几条意见。归纳和答复随采纳情况一起公布，不公布是谁提的。',
        by: hands,
        when: running && left.length > 0,
        fields: [
          {
            name: 'opinions',
            type: 'choices',
            label: '答复哪几条',
            required: true,
            min: 1,
            max: ONE_ANSWER,
            choices: left.slice(0, ONE_ANSWER).map(({ no, text }) => ({ value: String(no), label: `${no}. ${short(text)}` })),
          },
          ...formOf(Answer),
        ],
        to: `${at}/answers`,
        fixed,
      },
      {
        action: 'enter',
        zh: '登记意见',
        causes: '电话、窗口、来信提的意见记到这里，和网上的一样答复。',
        by: hands,
        when: running,
        fields: formOf(HeardOpinion),
        to: `${at}/opinions`,
        fixed,
      },
      {
        action: 'withdraw',
        zh: '撤回',
        causes: '网上写明已撤回和原因；已经收到的意见留着。',
        by: hands,
        when: running,
        danger: true,
        fields: formOf(Withdrawal),
        to: `${at}/withdrawal`,
        fixed,
      },
    ]),
  });
}

/** Who gave an opinion, in clear, for a purpose that stays on record. */
export async function revealContact(
  tx: Tx,
  of: { readonly id: string; readonly no: number },
  purpose: string,
): Promise<Result<{ name: string | null; phone: string | null }, 'NOT_FOUND'>> {
  const found = await tx.maybe<{ id: string; content: Buffer; kind: string; division: DivisionCode }>(
    sql`select o.id, o.content, c.kind, c.division from consultation_opinion o join consultation c on c.id = o.consultation_id where c.id = ${of.id} and o.no = ${of.no}`,
  );
  if (!found || !isOneOf(tx.actor, consultationKind(found.kind).by)) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'consultation.contact-revealed',
    subject: { kind: 'consultation', id: of.id },
    division: found.division,
    purpose,
    detail: { no: of.no },
  });
  const { name, phone } = tx.keys.openJson<OpinionContent>(found.content, opinionPlace(found.id));
  return ok({ name: name ?? null, phone: phone ?? null });
}

const sheetColumns: readonly Column[] = [
  { key: 'no', title: '序号', kind: 'integer' },
  { key: 'channel', title: '来源', kind: 'text' },
  { key: 'text', title: '意见', kind: 'printed' },
  { key: 'adoption', title: '采纳情况', kind: 'text' },
  { key: 'reply', title: '答复', kind: 'printed' },
];

/** 意见汇总表: what was said and how it was taken up, without who said it. */
export async function opinionSheet(tx: Tx, id: string) {
  const view = await consultationView(tx, id);
  if (!view.ok) return view;
  const { title, received, answers } = view.value;
  return sheetFile({
    name: `意见汇总表（${title}）`,
    columns: sheetColumns,
    rows: received.map(({ no, channelZh, text, answerNo }): SheetRow => {
      const answer = answers.find((a) => a.no === answerNo);
      return { no, channel: channelZh, text, adoption: answer?.adoptionZh ?? '', reply: answer?.reply ?? '' };
    }),
  });
}

export interface PublicConsultation extends ConsultationRow {
  readonly explanation: string;
  readonly draft: string;
  readonly shortened: string;
  readonly basis: string;
  readonly telephone: string;
  readonly summary: string | null;
  readonly withdrawnReason: string | null;
  /** Once it is published: in the order of the answers, with how many said it. */
  readonly answers: readonly { gist: string; adoptionZh: string; reply: string; opinions: number }[];
}

/** For the public page: the draft, and once it is published how the opinions were taken up; nothing that anybody wrote. */
export async function publicConsultation(tx: Tx, id: string): Promise<PublicConsultation | null> {
  const found = await tx.maybe<Counted>(sql`select ${columns}, ${counted} from consultation where id = ${id}`);
  if (!found) return null;
  const answers =
    found.publishedAt === null
      ? []
      : await tx.rows<{ gist: string; adoption: Adoption; reply: string; opinions: number }>(
          sql`select gist, adoption, reply, (select count(*)::int from consultation_opinion o where o.consultation_id = a.consultation_id and o.answer_no = a.no) as opinions
          from consultation_answer a where consultation_id = ${id} order by no limit ${MOST}`,
        );
  const { explanation, draft, shortened, summary, withdrawnReason } = found;
  return {
    ...rowOf(tx, found),
    explanation,
    draft,
    shortened,
    basis: consultationKind(found.kind).basis,
    telephone: tx.office(found.division).telephone,
    summary,
    withdrawnReason,
    answers: answers.map(({ adoption, ...answer }) => ({ ...answer, adoptionZh: adoptions[adoption] })),
  };
}
