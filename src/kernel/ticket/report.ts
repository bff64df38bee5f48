/**
 * 监督举报: anybody, without signing in, with or without a name. It becomes a ticket like a call; whoever reported reads the answer with a code that is
 * shown once and kept nowhere. What is said of staff goes to the level above them, out of their sight.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { dueDayOf } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { bindFiles, type FileStore, storeUpload, type Upload, withoutMetadata } from '../document/server.ts';
import { type KeyRing, sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { officeOf } from '../service/server.ts';
import { type PublicFault, type PublicReport, reported, type TicketState, ticketReaders, ticketStates } from './index.ts';
import { answerOf, register } from './store.ts';

/** Without the letters and digits that are taken for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = /(.{4})(?=.)/g;

/** Sixty bits, from the request and a key: sending the same form again gives the same code, and nothing of it is stored. */
const codeOf = (keys: KeyRing, requestId: string): string =>
  [...keys.digest('ticket.receipt', requestId).subarray(0, 12)].map((byte) => ALPHABET[byte % 32]).join('');
const receiptOf = (code: string): string => sm3(code).toString('hex');

/** As it is read out and typed: small letters, spaces and dashes do not matter. */
const typedCode = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

type Taken = Omit<Parameters<typeof register>[1], 'receipt'>;

/** A picture from the street, without what it says of where, when and by whom it was taken; only those who handle the ticket open it. */
export interface Photo {
  readonly upload: Upload;
  readonly store: FileStore;
}

/** What is no picture is refused: nobody need print a paper to say that something is broken. */
export function photoOf(upload: Upload): Result<Upload, 'PHOTO_UNFIT'> {
  if (!upload.mediaType.startsWith('image/')) return fail('PHOTO_UNFIT');
  return ok({
    ...upload,
    bytes: withoutMetadata(upload.bytes, upload.mediaType),
    name: `现场照片.${upload.name.split('.').at(-1)}`,
  });
}

/** Takes in what anybody brings without signing in; the answer is read with the code. Sent twice, it is one ticket and the same code. */
async function takeIn(
  context: Context,
  given: { requestId: string },
  photo: Photo | null,
  ticketOf: (tx: Tx) => Result<Taken, 'DIVISION_FOREIGN'>,
): Promise<Result<{ code: string; dueOn: PlainDate }>> {
  const intake = systemActor('report-intake', context.city);
  const code = codeOf(context.keys, given.requestId);
  const kept = photo && (await storeUpload(context, intake, photo.store, { ...photo.upload, paper: 'scene-photo' }));
  const done = await context.once(
    intake,
    {
      action: 'ticket.report',
      requestId: given.requestId,
      body: { ...given, ...(photo ? { photo: sm3(photo.upload.bytes).toString('hex') } : {}) },
    },
    async (tx): Promise<Result<{ dueOn: PlainDate }>> => {
      const ticket = ticketOf(tx);
      if (!ticket.ok) return ticket;
      const opened = await register(tx, { ...ticket.value, receipt: receiptOf(code) });
      if (!opened.ok) return opened;
      const bound = await bindFiles(tx, kept ? [kept.id] : [], {
        caseId: opened.value.id,
        personId: null,
        division: ticket.value.division,
        readers: ticketReaders,
      });
      return bound.ok ? ok({ dueOn: dueDayOf(opened.value.answerBy) }) : bound;
    },
  );
  return done.ok ? ok({ code: code.replace(GROUPS, '$1-'), dueOn: done.value.dueOn }) : done;
}

const fromWhom = ({ name, phone }: { name?: string | undefined; phone?: string | undefined }) => ({
  ...(name ? { name } : {}),
  ...(phone ? { phone } : {}),
});

export const reportMisconduct = (context: Context, given: PublicReport & { requestId: string }) =>
  takeIn(context, given, null, (tx) =>
    tx.divisions.get(given.division)?.level !== 'township'
      ? fail('DIVISION_FOREIGN')
      : ok({
          channel: 'portal',
          kind: 'complaint',
          category: given.category,
          urgency: 'C',
          division: placeFor(tx, given),
          matter: `举报${reported[given.whom]}。${given.text}`,
          about: [given.about, given.place].filter(Boolean).join('，'),
          ...fromWhom(given),
        }),
  );

/** 反映公共设施的毛病: something that stands there and is wrong or broken, not anybody. */
export const reportFault = (context: Context, given: PublicFault & { requestId: string }, photo: Photo | null = null) =>
  takeIn(context, given, photo, (tx) =>
    tx.divisions.get(given.division)?.level !== 'township'
      ? fail('DIVISION_FOREIGN')
      : ok({
          channel: 'portal',
          kind: 'suggestion',
          category: given.category,
          urgency: 'C',
          division: given.division,
          matter: [given.place, given.text].filter(Boolean).join('：'),
          ...fromWhom(given),
        }),
  );

/** Who is reported must not be the one who reads it: of staff of villages and townships the county is told, of the county's the city. */
function placeFor(tx: Tx, { whom, division }: PublicReport): DivisionCode {
  if (whom === 'county-staff') return tx.city;
  return whom === 'staff' ? officeOf('county-clerk', division) : division;
}

export interface ReportProgress {
  stateZh: string;
  openedAt: string;
  /** Until when it will be answered; null once it is. */
  dueOn: PlainDate | null;
  answer: string | null;
}

/** What came of a report, for whoever holds its code. */
export const reportProgress = (context: Context, typed: string): Promise<Result<ReportProgress, 'NOT_FOUND'>> =>
  context.write(systemActor('report-intake', context.city), async (tx: Tx) => {
    const ticket = await tx.maybe<{ id: string; state: TicketState; openedAt: string; answerBy: string; division: DivisionCode }>(
      sql`select id, state, opened_at, answer_by, division from ticket where receipt = ${receiptOf(typedCode(typed))}`,
    );
    if (!ticket) return fail('NOT_FOUND');
    await recordAudit(tx, { action: 'ticket.progress', subject: { kind: 'ticket', id: ticket.id }, division: ticket.division });
    const answer = await answerOf(tx, ticket.id);
    return ok({
      stateZh: ticketStates[ticket.state],
      openedAt: ticket.openedAt,
      dueOn: answer === null ? dueDayOf(ticket.answerBy) : null,
      answer,
    });
  });
