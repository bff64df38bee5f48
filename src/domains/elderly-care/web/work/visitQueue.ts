/**
 * Visits recorded where there is no network: each stays on this device under its own number, with the time at which it was made, until it has arrived; sent twice it
 * counts once. What is begun at a door survives a page that the phone closes. Signing out wipes all of it.
 */
import type { FormField } from '../../../../kernel/schema/index.ts';
import { sendKept } from '../../../../web/components/keptFiles.ts';
import { dropLocalDraft, readLocalDraft, unsentDrafts, writeLocalDraft } from '../../../../web/components/localDraft.ts';
import { type ApiError, api, apiErrorOf } from '../../../../web/shared/api.ts';
import type { VisitInput } from '../../visits/schema.ts';
import type { Validity } from '../../visits/terms.ts';

const PAGE = '/elder-visits/walk';

/** How far the clock of the server is ahead of the phone's, as it was when the walk was read. */
let ahead = 0;
export const serverSays = (now: string): void => {
  ahead = Date.parse(now) - Date.now();
};
/** The time by the server, also where there is no network. */
export const timeNow = (): string => new Date(Date.now() + ahead).toISOString();

/** What is kept of a visit, by name. */
const FIELDS: readonly FormField[] = [
  'personId',
  'name',
  'mode',
  'outcome',
  'startedAt',
  'endedAt',
  'position',
  'needs',
  'urgency',
  'note',
  'photos',
].map((name) => ({ name, type: 'text', label: name, required: false }));

/** Someone stands at this door, or speaks to this person. */
export interface Begun {
  /** The number under which the visit is kept and sent. */
  readonly requestId: string;
  readonly personId: string;
  readonly name: string;
  readonly mode: VisitInput['mode'];
  readonly startedAt: string;
  readonly position?: string;
}
const begunKey = (actorId: string): string => `${actorId}.elder-visit-begun`;

export function begunNow(actorId: string): Begun | null {
  const draft = readLocalDraft(begunKey(actorId));
  return draft && ({ ...draft.values, requestId: draft.requestId } as Begun);
}
export const begin = (actorId: string, { requestId, ...values }: Begun): void =>
  void writeLocalDraft(begunKey(actorId), FIELDS, { requestId, values });
/** Called off: nothing of it stays, its photograph neither. */
export function callOff(actorId: string, begun: Begun): void {
  dropLocalDraft(begunKey(actorId));
  dropLocalDraft(visitKey(actorId, begun));
}
export const visitKey = (actorId: string, { requestId }: Begun): string => `${prefix(actorId)}${requestId}`;

const prefix = (actorId: string): string => `${actorId}.elder-visit.`;

export interface Kept {
  readonly key: string;
  readonly title: string;
}
export const keptVisits = (actorId: string): Kept[] =>
  unsentDrafts(actorId)
    .filter(({ key }) => key.startsWith(prefix(actorId)))
    .map(({ key, title }) => ({ key, title }));

/** Keeps a visit on this device; false: there is no room, and nothing is said to be kept. */
export function keepVisit(actorId: string, begun: Begun, rest: Omit<VisitInput, keyof Begun>): boolean {
  const { requestId, ...values } = begun;
  const kept = writeLocalDraft(visitKey(actorId, begun), FIELDS, {
    requestId,
    values: { ...values, ...rest },
    unsent: { title: titleOf(begun), address: PAGE },
  });
  if (kept) dropLocalDraft(begunKey(actorId));
  return kept;
}
export const titleOf = ({ name }: Pick<Begun, 'name'>): string => `${name}：探访`;
export const dropVisit = (key: string): void => dropLocalDraft(key);

export interface Answer {
  readonly name: string;
  readonly validity: Validity;
  readonly reasons: readonly string[];
}
export interface Sent {
  readonly answers: readonly Answer[];
  /** What the server does not take, by the key of the visit: it stays on the device until the visitor has read why. */
  readonly refused: Readonly<Record<string, ApiError>>;
  readonly offline: boolean;
}

let sending: Promise<unknown> = Promise.resolve();
/** Sends what is kept, in the order in which it was made; at the first broken line the rest waits. One after the other: nothing is sent by two at once. */
export function sendVisits(actorId: string): Promise<Sent> {
  const next = sending.then(() => sendKeptVisits(actorId));
  sending = next.catch(() => undefined);
  return next;
}

async function sendKeptVisits(actorId: string): Promise<Sent> {
  const waiting = keptVisits(actorId)
    .flatMap(({ key }) => {
      const draft = readLocalDraft(key);
      return draft ? [{ key, draft }] : [];
    })
    .sort((a, b) => String(a.draft.values.startedAt).localeCompare(String(b.draft.values.startedAt)));
  const answers: Answer[] = [];
  const refused: Record<string, ApiError> = {};
  for (const { key, draft } of waiting) {
    try {
      const arrived = (values: Record<string, unknown>) => writeLocalDraft(key, FIELDS, { ...draft, values });
      const { name, ...input } = await sendKept(key, draft.values, arrived);
      const sentAt = timeNow();
      const answer = await api.post<Omit<Answer, 'name'>>('/api/elder-visits/records', {
        requestId: draft.requestId,
        sentAt,
        input,
      });
      answers.push({ name: String(name), ...answer });
      dropLocalDraft(key);
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      if (error.code === 'OFFLINE' || error.code === 'SIGN_IN_REQUIRED' || error.status >= 500)
        return { answers, refused, offline: true };
      refused[key] = error;
    }
  }
  return { answers, refused, offline: false };
}
