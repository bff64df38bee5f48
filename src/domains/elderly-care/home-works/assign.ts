/** 派人: an assessor of the county's register and a body of the county's list with an agreement that holds; a family care bed is planned by the body itself. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { type FormField, formOf, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { type ActionHandler, type Case, handler } from '../../../kernel/service/server.ts';
import { type Assessor, assessorsOf } from '../assessment/store.ts';
import { professions } from '../assessment/terms.ts';
import { countyOf } from '../offices.ts';
import { type Provider, providersOf } from '../workers/store.ts';
import { type Going, tellBuilder } from './go.ts';
import type { Source } from './rules.ts';
import { changeWorks, worksOfCase } from './store.ts';

const AssignInput = z.strictObject({
  assessor: Uuid.optional().meta({ label: '评估人员' }),
  provider: Uuid.meta({ label: '施工单位' }),
  plannedOn: PlainDateText.meta({ label: '哪天上门', widget: 'date' }),
});

/** Whoever is tied to a body is not sent. */
const fitAssessors = async (tx: Tx, kase: Case): Promise<Assessor[]> =>
  (await assessorsOf(tx, countyOf(kase))).filter((a) => a.active && a.ties === '');
const fitProviders = async (tx: Tx, kase: Case): Promise<Provider[]> =>
  (await providersOf(tx)).filter(
    (p) => p.division === countyOf(kase) && p.state === 'active' && p.agreedFrom <= tx.today && p.agreedTo >= tx.today,
  );

async function fieldsFor(tx: Tx, kase: Case, source: Source): Promise<readonly FormField[]> {
  const assessors = (await fitAssessors(tx, kase)).map((a) => ({
    value: a.id,
    label: `${a.name}（${professions[a.profession]}，${a.organisation}）`,
  }));
  const providers = (await fitProviders(tx, kase)).map((p) => ({ value: p.id, label: p.name }));
  return formOf(AssignInput)
    .filter((field) => source === 'adaptation' || field.name !== 'assessor')
    .map((field) =>
      field.name === 'assessor'
        ? { ...field, type: 'choice' as const, required: true, choices: assessors }
        : field.name === 'provider'
          ? { ...field, type: 'choice' as const, choices: providers, label: source === 'adaptation' ? '施工单位' : '服务机构' }
          : field,
    );
}

export const assignHandler = (source: Source): ActionHandler<never, 'planning'> =>
  handler({
    input: AssignInput,
    fields: (tx, kase) => fieldsFor(tx, kase, source),
    async run(tx, kase, input): Going<'planning'> {
      const works = (await worksOfCase(tx, kase.id))!;
      if (input.plannedOn < tx.today)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'plannedOn', message: '上门日期不能早于今天' }]);
      if (source === 'adaptation' && !input.assessor)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'assessor', message: '请选择评估人员' }]);
      const assessor = source === 'adaptation' ? (await fitAssessors(tx, kase)).find((a) => a.id === input.assessor) : null;
      const provider = (await fitProviders(tx, kase)).find((p) => p.id === input.provider);
      if (assessor === undefined || !provider) return fail('WORKS_BUILDER_GONE');
      await changeWorks(
        tx,
        works.id,
        sql`assessor_id = ${assessor?.id ?? null}, provider_id = ${provider.id}, planned_on = ${input.plannedOn}, assigned_by = ${tx.actor.id}`,
      );
      const on = longDate(input.plannedOn);
      await notify(tx, {
        to: { personId: kase.applicantPersonId },
        template: 'home-works.planned',
        params: { assessor: assessor?.name ?? provider.name, builder: provider.name, on },
        caseId: kase.id,
      });
      if (assessor)
        await notify(tx, {
          to: { userId: assessor.userId },
          template: 'home-works.visit',
          params: { on, place: tx.divisions.fullName(kase.division), name: kase.applicantName },
          caseId: kase.id,
        });
      else await tellBuilder(tx, kase, { ...works, providerId: provider.id }, `${on}上门评估方案`);
      return ok({
        to: 'planning',
        opinion: `${assessor ? `派${assessor.name}` : ''}${on}上门，${provider.name}${source === 'adaptation' ? '施工' : '服务'}`,
      });
    },
  });
