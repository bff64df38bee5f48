/** What the plays of works at home share: an application of the village and the hands that move it on, step by step. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, actIn, getCase, openCase } from '../../../kernel/service/server.ts';
import type { HomeItem } from '../home-works/items.ts';
import { roomPicture } from './pictures.ts';

export interface WorksStage {
  readonly context: Context;
  readonly filesDir: string;
  moveTo(instant: string): void;
}
export const VILLAGE = '421202100001';
type Rest = 'planning' | 'building' | 'accepting' | 'following';
export interface Elder {
  readonly name: string;
  readonly birthDate: PlainDate;
  readonly serial: number;
  readonly level: number;
  readonly address: string;
  readonly need: string;
  readonly rests: Rest;
  readonly works: readonly { item: HomeItem; quoted: number; spot: string }[];
}
export const city = (context: Context): Actor => systemActor('demonstration', context.city);
export const numberOf = (elder: Pick<Elder, 'birthDate' | 'serial'>): string =>
  makeIdNumber('421202', elder.birthDate, elder.serial);

export interface Hands {
  readonly village: Actor;
  readonly clerk: Actor;
  readonly county: Actor;
  readonly reviewer: Actor;
  readonly assessor: Actor;
  readonly builder: Actor;
}
export interface Given {
  readonly hands: Hands;
  readonly elder: Elder;
  readonly personId: string;
  readonly providerId: string;
  readonly opening: string;
}

export const upload = async (
  stage: WorksStage,
  by: Actor,
  of: { paper: string; number: number; when?: 'before' | 'after' },
): Promise<string> =>
  (
    await storeUpload(stage.context, by, openFileStore(stage.filesDir), {
      bytes: roomPicture(of.number, of.when ?? 'before'),
      mediaType: 'image/png',
      name: '照片.png',
      paper: of.paper,
    })
  ).id;

/** An application of the village and what moves it on; what was done before a kill is not done again. */
export async function walk(
  stage: WorksStage,
  village: Actor,
  of: { itemId: string; elder: Pick<Elder, 'serial'>; personId: string; form: object },
) {
  const { context } = stage;
  const { itemId, personId, form } = of;
  const key = `story-works-${itemId}-${of.elder.serial}`;
  unlessPlayed(
    key,
    await openCase(context, village, { itemId, channel: 'proxy', form: form as never, requestId: `${key}-open` }),
  );
  const kase = () =>
    context.read(city(context), (tx) =>
      tx.one<{ id: string; state: string }>(
        sql`select id, state from service_case where item_id = ${itemId} and applicant_person_id = ${personId} order by submitted_at limit 1`,
      ),
    );
  const { id } = await kase();
  const go = async (by: Actor, from: string, action: string, input: () => Promise<unknown>): Promise<void> => {
    if ((await kase()).state !== from) return;
    const version = await context.read(by, async (tx) => {
      const found = await getCase(tx, id);
      return found.ok ? found.value.version : 0;
    });
    unlessPlayed(
      action,
      await act(context, by, { caseId: id, action, version, requestId: `${key}-${action}`, input: await input() }),
    );
  };
  const endNotice = async (): Promise<void> => {
    if ((await kase()).state === 'onNotice')
      await context.write(city(context), async (tx) =>
        unlessPlayed(key, await actIn(tx, { caseId: id, action: 'endNotice', input: {} })),
      );
  };
  return { go, endNotice };
}

export const applicantOf = (elder: Pick<Elder, 'name' | 'birthDate' | 'serial'>) => ({
  applicant: { name: elder.name, idNumber: numberOf(elder), phone: '13907240861', division: VILLAGE },
  account: { bank: '咸宁农村商业银行', number: `62241200004${elder.serial}21`, holder: elder.name },
  consent: true,
});

type Go = Awaited<ReturnType<typeof walk>>['go'];
export const numbered = (elder: Pick<Elder, 'serial'>, i: number): number => elder.serial * 100 + i;

export const planOf = async (stage: WorksStage, by: Actor, elder: Elder) => ({
  visitedOn: stage.context.clock.today(),
  works: await Promise.all(
    elder.works.map(async (row, i) => ({
      ...row,
      before: await upload(stage, by, { paper: 'works-before', number: numbered(elder, i) }),
    })),
  ),
  signedBy: 'self',
  signature: await upload(stage, by, { paper: 'elder-signature', number: numbered(elder, 90) }),
});

export const build = (stage: WorksStage, go: Go, { hands, elder }: { hands: Hands; elder: Elder }): Promise<void> =>
  go(hands.builder, 'building', 'finish', async () => ({
    finishedOn: stage.context.clock.today(),
    works: await Promise.all(
      elder.works.map(async ({ item, quoted }, i) => ({
        item,
        actual: quoted,
        after: await upload(stage, hands.builder, { paper: 'works-after', number: numbered(elder, i), when: 'after' }),
      })),
    ),
    undone: [],
  }));

export async function acceptAndPay(stage: WorksStage, go: Go, { hands, elder }: { hands: Hands; elder: Elder }): Promise<void> {
  const signed = (paper: string, i: number) => upload(stage, hands.clerk, { paper, number: numbered(elder, i) });
  await go(hands.clerk, 'accepting', 'inspect', async () => ({
    inspectedOn: stage.context.clock.today(),
    result: 'pass',
    signedBy: 'self',
    elderSignature: await signed('elder-signature', 91),
    builderSignature: await signed('builder-signature', 92),
    townshipSignature: await signed('township-signature', 93),
  }));
  await go(hands.reviewer, 'paying', 'pay', async () => ({ opinion: '验收合格，同意拨付。' }));
}
