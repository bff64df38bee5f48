/**
 * Reviews that a newcomer finds at work: a grandmother has died in a paid family, the household has answered, the hearing is to be written down; a
 * family has reported by itself that the wife has found work; a child was born; a family has moved to another county; an old man of a family that
 * applies has got a case of his own.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Actor } from '../../../kernel/access/server.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { recordDeath } from '../../../kernel/resident/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { storyOf } from './index.ts';
import { desksOf } from './path.ts';
import { places } from './places.ts';
import { NEWBORN } from './stories-changing.ts';
import type { Story } from './story.ts';

const ITEM = 'SA-02';
const BEREAVED = 'death-paid';
const REPORTING = 'paid';
const NEWBORN_FAMILY = 'newborn';
const MOVED = 'moved';
const TEKUN_CHILD = 'tekun-child-case';

interface Hands {
  staff(login: string): Promise<Actor>;
  holder(story: Story): Promise<Actor>;
  /** Goes on when it was done before. */
  must(what: string, result: Result<unknown>): void;
}

export function reviewDays(context: Context, hands: Hands): { on: PlainDate; work: () => Promise<void> }[] {
  const city = systemActor('demonstration', context.city);
  const story = storyOf(BEREAVED);
  const { clerk } = desksOf(story);

  const step = async (
    actor: Actor,
    action: string,
    input: Record<string, unknown>,
    of: { key: string; itemId: string } = { key: BEREAVED, itemId: ITEM },
  ): Promise<void> => {
    const kase = await context.read(city, (tx) =>
      tx.one<{ id: string; version: number }>(
        sql`select c.id, c.version from service_case c join demonstration_story s on s.person_id = c.applicant_person_id where s.key = ${of.key} and c.item_id = ${of.itemId} order by c.submitted_at desc limit 1`,
      ),
    );
    const requestId = `story-${of.key}-${action}`;
    hands.must(requestId, await act(context, actor, { caseId: kase.id, version: kase.version, action, requestId, input }));
  };

  /** What a family says on the phone. */
  const reports = async (key: string, form: Record<string, unknown>): Promise<void> => {
    const reporter = storyOf(key);
    const self = reporter.persons[0]!;
    hands.must(
      `${key} report`,
      await openCase(context, await hands.holder(reporter), {
        itemId: ITEM,
        channel: 'mobile',
        form: { name: self.name, idNumber: self.idNumber, detail: '', papers: [], ...form },
        requestId: `story-${key}-report`,
      }),
    );
  };
  const ofFamily = (key: string, itemId = ITEM) => ({ key, itemId });

  return [
    {
      on: '2026-08-24',
      async work() {
        await reports(MOVED, { change: 'moved', happenedOn: '2026-08-20' });
        const input = { toDivision: places.东街社区, urbanRural: 'urban', movedOn: '2026-08-20', source: '公安户籍信息' };
        await step(await hands.staff(clerk), 'recordMove', input, ofFamily(MOVED));
      },
    },
    {
      on: '2026-08-26',
      work: () =>
        reports(NEWBORN_FAMILY, {
          change: 'family-more',
          happenedOn: '2026-07-22',
          memberName: NEWBORN.name,
          memberIdNumber: NEWBORN.idNumber,
          memberRelation: 'child',
          joined: 'birth',
        }),
    },
    {
      on: '2026-08-28',
      async work() {
        const actor = await hands.staff(clerk);
        const child = {
          ...NEWBORN,
          relation: 'child',
          reason: 'birth',
          joinedOn: '2026-07-22',
          employment: 'child',
          workCapacity: 'none',
          source: '户籍登记',
        };
        await step(actor, 'addMember', child, ofFamily(NEWBORN_FAMILY));
        await step(actor, 'proposeChange', { opinion: '添了孩子，按三口人重新核算。' }, ofFamily(NEWBORN_FAMILY));
        await step(actor, 'openMemberCase', { member: 'tekun:m1', wish: 'home' }, ofFamily(TEKUN_CHILD, 'SA-01'));
      },
    },
    {
      on: '2026-08-12',
      work: async () => {
        const registered = await context.write(await hands.staff(clerk), async (tx) => {
          const dead = await tx.maybe<{
            personId: string;
            lifeState: string;
          }>(sql`select p.id as person_id, p.life_state from case_person m
            join service_case c on c.id = m.case_id join demonstration_story s on s.person_id = c.applicant_person_id join person p on p.id = m.person_id
            where s.key = ${BEREAVED} and c.item_id = 'SA-01' and m.role = 'm1'`);
          if (!dead) return fail('NOT_FOUND');
          if (dead.lifeState === 'dead') return fail('REQUEST_REUSED');
          return recordDeath(tx, { personId: dead.personId, diedOn: '2026-07-15', source: '火化证明' });
        });
        hands.must(`${BEREAVED} death`, registered);
      },
    },
    {
      on: '2026-08-27',
      work: () =>
        reports(REPORTING, { change: 'job', happenedOn: '2026-08-20', detail: '妻子到镇上的食堂帮工，每月一千五百元。' }),
    },
    {
      on: '2026-08-28',
      work: async () =>
        step(await hands.staff(clerk), 'proposeChange', { opinion: '老人7月15日去世，按两口人重新核算，拟减发。', refusing: '' }),
    },
    {
      on: '2026-08-31',
      work: async () =>
        step(await hands.holder(story), 'answerHearing', { stand: 'agree', statement: '老人走了，情况属实，多领的会退。' }),
    },
  ];
}
