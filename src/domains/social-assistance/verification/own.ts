/** 民政自有数据: the platform's own registry and its own payments answer like any other source, without a simulator in between. */
import { systemActor } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import type { AnswerItemInput, Connector } from '../../../kernel/exchange/server.ts';
import { entitlementsOfPerson } from '../../../kernel/payment/server.ts';
import { findByIdNumber, householdOf } from '../../../kernel/resident/server.ts';
import { assistanceCategories } from '../family/terms.ts';
import { recognisedAs } from '../warning/signals.ts';
import { sourceList } from './sources.ts';

const source = 'civil-affairs';

export const ownRecords = (context: Context): Connector => ({
  source,
  zh: sourceList[source].zh,
  owner: sourceList[source].owner,
  async query({ idNumber, asOf }) {
    const items = await context.read(systemActor('own-records', context.city), async (tx): Promise<AnswerItemInput[]> => {
      const person = await findByIdNumber(tx, idNumber);
      if (!person) return [];
      const benefits = (await entitlementsOfPerson(tx, person.id)).filter(
        (e) => e.state === 'active' && (e.toMonth === null || e.toMonth >= monthOf(tx.today)),
      );
      const household = await householdOf(tx, person.id);
      const recognised = await recognisedAs(tx, household?.id ?? null, [person.id], tx.today);
      return [
        ...(person.lifeState === 'dead' ? [{ kind: 'death', text: '殡葬和人口登记', date: person.diedOn }] : []),
        ...benefits.map((e) => ({ kind: 'benefit', text: e.programmeZh, recordNo: e.id })),
        ...(recognised ? [{ kind: 'recognised', text: assistanceCategories[recognised] }] : []),
      ];
    });
    return { person: idNumber, source, asOf, status: items.length > 0 ? 'found' : 'none', items };
  },
});
