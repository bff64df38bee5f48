/** Puts the people of the stories into the registry, and their answers into the simulated departments. Each story once, whole. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { type SimulatedAnswer, setSimulatedAnswers } from '../../../kernel/exchange/server.ts';
import { type HouseholdRelation, type PersonId, registerHousehold, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { changeableSources, type VerificationSource } from '../verification/server.ts';
import { stories } from './index.ts';
import { places } from './places.ts';
import type { Story } from './story.ts';

const TOGETHER_SINCE: PlainDate = '2025-01-01';

/** Nothing out of the ordinary. */
const ordinary = (source: VerificationSource) =>
  source === 'civil-registration' ? [{ kind: 'registered', text: '户籍在册，状态正常' }] : [];

/** Whoever has no line in the story is known to nobody for anything out of the ordinary: no chance finding spoils a story. */
const answersOf = (story: Story): SimulatedAnswer[] =>
  story.persons.flatMap(({ ref, idNumber }) =>
    changeableSources.map((source) => {
      const items = story.departments.filter((d) => d.source === source && d.ref === ref).flatMap((d) => d.items);
      return { source, idNumber, items: items.length > 0 ? items : ordinary(source) };
    }),
  );

async function register(tx: Tx, story: Story, position: number): Promise<void> {
  const ids = new Map<string, PersonId>();
  for (const person of story.persons) {
    const { ref, name, idNumber, phone, place } = person;
    const registered = await registerPerson(tx, {
      name,
      idNumber,
      phone,
      division: places[place],
      address: story.form.applicant.address,
    });
    if (!registered.ok) throw new Error(`story ${story.key}: ${name} ${registered.code}`);
    ids.set(ref, registered.value);
  }
  await setSimulatedAnswers(tx, answersOf(story));
  const members = story.form.members.flatMap((m, i) =>
    m.livesTogether ? [{ personId: ids.get(`m${i + 1}`)!, relation: m.relation as HouseholdRelation }] : [],
  );
  const household = await registerHousehold(tx, {
    division: places[story.place],
    urbanRural: story.form.applicant.urbanRural,
    headId: ids.get('self')!,
    members,
    from: TOGETHER_SINCE,
  });
  if (!household.ok) throw new Error(`story ${story.key}: household ${household.code}`);
  await tx.run(
    sql`insert into demonstration_story (key, person_id, position, story) values (${story.key}, ${ids.get('agent') ?? ids.get('self')!}, ${position}, ${story.title})`,
  );
}

/** Registers the stories that are not there yet. */
export async function registerStories(context: Context, which: readonly Story[] = stories): Promise<void> {
  const actor = systemActor('demonstration', context.city);
  for (const story of which)
    await context.write(actor, async (tx) => {
      if (await tx.maybe(sql`select 1 as known from demonstration_story where key = ${story.key}`)) return;
      const known = stories.indexOf(story);
      await register(tx, story, known < 0 ? stories.length : known);
    });
}
