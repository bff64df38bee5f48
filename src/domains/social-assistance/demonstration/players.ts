/** Who plays the stories: the accounts and residents, signed in as a click on the sign-in page would, on a stage with a clock of its own. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type Actor, actorOf, signOut, startResidentSession, startStaffSession } from '../../../kernel/access/server.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { explain, ok, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { Files } from './path.ts';
import type { Story } from './story.ts';

export interface Stage {
  /** On a clock that `moveTo` moves; the platform's own stays where it is. */
  readonly context: Context;
  readonly filesDir: string;
  moveTo(instant: string): void;
  runDue(): Promise<unknown>;
}

/** A scanned signature: the smallest JPEG that shows nothing. */
const BLANK = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
/** What was done before a kill: the request id is known, with another version or other files. */
const done = (result: Result<unknown>): boolean => result.ok || result.code === 'REQUEST_REUSED';
export function must(what: string, result: Result<unknown>): void {
  if (!done(result))
    throw new Error(
      `demonstration, ${what}: ${(result as Refusal).code} ${explain(result as Refusal).message} ${JSON.stringify((result as Refusal).fields ?? '')}`,
    );
}

export interface Players {
  staff(login: string): Promise<Actor>;
  holder(story: Story): Promise<Actor>;
  leave(): Promise<void>;
}

/** The accounts and residents, signed in as a click on the sign-in page would. */
export function makePlayers(context: Context): Players {
  const known = new Map<string, Actor>();
  const city = systemActor('demonstration', context.city);
  const enter = async (key: string, open: () => Promise<Result<{ token: string }>>): Promise<Actor> => {
    const present = known.get(key);
    if (present) return present;
    const opened = await open();
    if (!opened.ok) throw new Error(`demonstration, sign-in of ${key}: ${opened.code}`);
    const { actor } = (await actorOf(context, opened.value.token))!;
    known.set(key, actor);
    return actor;
  };
  return {
    staff: (login) =>
      enter(login, async () => {
        const { id } = await context.read(city, (tx) =>
          tx.one<{ id: string }>(sql`select id from staff_user where login = ${login} and demonstration`),
        );
        return startStaffSession(context, id);
      }),
    holder: (story) =>
      enter(story.key, async () => {
        const { personId } = await context.read(city, (tx) =>
          tx.one<{ personId: string }>(sql`select person_id from demonstration_story where key = ${story.key}`),
        );
        return ok(await startResidentSession(context, personId));
      }),
    async leave() {
      for (const { sessionId } of known.values()) if (sessionId) await signOut(context, sessionId);
    },
  };
}

/** What a step brings, uploaded: ids by input field. */
export async function uploadAll(stage: Stage, actor: Actor, files: Files = {}): Promise<Record<string, string | string[]>> {
  const ids: Record<string, string | string[]> = {};
  for (const [field, papers] of Object.entries(files)) {
    const several: string[] = [];
    for (const paper of [papers].flat()) several.push(await upload(stage, actor, paper));
    ids[field] = typeof papers === 'string' ? several[0]! : several;
  }
  return ids;
}

export async function upload(stage: Stage, actor: Actor, paper: string): Promise<string> {
  const stored = await storeUpload(stage.context, actor, openFileStore(stage.filesDir), {
    bytes: BLANK,
    mediaType: 'image/jpeg',
    name: '签名.jpg',
    paper,
  });
  return stored.id;
}
